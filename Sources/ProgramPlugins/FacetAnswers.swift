internal import ExternalPrograms
internal import JSONValues
internal import PluginAPI

/// What a facet program says of itself: the values and rules it knows beforehand.
struct FacetGreeting {
    var values: [FacetValue] = []
    var rules: [String] = []

    init(_ object: JSONObject) throws(AnswerProblem) {
        for item in try object.objects("values") {
            guard let id = try item.text("id") else { throw AnswerProblem("a value has no id") }
            try checkIdentifier(id)
            let label = try item.text("label") ?? ""
            values.append(
                FacetValue(id: id, label: label.isEmpty ? id : label, aliases: try item.texts("aliases")))
        }
        values.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        // One that is spelled with other code points is the same text, and need not stand beside it.
        var seen: Set<String> = []
        for value in values where !seen.insert(value.id).inserted {
            throw AnswerProblem("the value \(value.id) stands twice")
        }
        rules = try object.texts("rules")
        if rules.isEmpty { rules = ["program"] }
        guard rules.count < Int(UInt16.max), Set(rules).count == rules.count else {
            throw AnswerProblem("a rule stands twice, or there are too many")
        }
    }
}

/// An id that the index can hold and a user can type.
func checkIdentifier(_ id: String) throws(AnswerProblem) {
    let isBlank = id.allSatisfy(\.isWhitespace)
    let hasControls = id.utf8.contains { $0 < 0x20 || $0 == 0x7F }
    if isBlank || hasControls || id.utf8.count > FacetField.maximumValueByteCount {
        throw AnswerProblem(
            "a value’s id is blank, longer than \(FacetField.maximumValueByteCount) bytes or has control characters"
        )
    }
}

/// Turns answers of a facet program into mentions.
struct FacetAnswers: Sendable {
    /// Mentions of one document.
    static let mentionLimit = 1 << 16

    private let valueIndex: [String: UInt32]
    private let ruleIndex: [String: UInt16]

    init(values: [FacetValue], rules: [String]) {
        valueIndex = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1.id, UInt32($0)) })
        ruleIndex = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1, UInt16($0)) })
    }

    /// - Throws: what is wrong with the answer, with the number of the mention, from 1.
    func mentions(
        _ answer: JSONObject, of text: ArticleText, in document: TokenizedDocument
    ) throws(AnswerProblem) -> DocumentMentions {
        if let problem = try answer.text("error") { throw AnswerProblem(problem) }
        guard case .array? = answer["mentions"] else {
            throw AnswerProblem("the answer has no list mentions")
        }
        let items = try answer.objects("mentions")
        guard items.count <= Self.mentionLimit else {
            throw AnswerProblem("\(items.count) mentions are more than \(Self.mentionLimit)")
        }
        var (found, discovered) = (DocumentMentions(), [String: UInt32]())
        for (number, item) in items.enumerated() {
            do throws(AnswerProblem) {
                found.mentions.append(try mention(item, of: text, in: document, &found, &discovered))
            } catch {
                throw AnswerProblem("mention \(number + 1): \(error.reason)")
            }
        }
        // Programs may find one thing after the other; of equal ones the order stays.
        let ordered = found.mentions.enumerated().sorted {
            ($0.element.firstToken, $0.offset) < ($1.element.firstToken, $1.offset)
        }
        found.mentions = ordered.map(\.element)
        return found
    }

    private func mention(
        _ item: JSONObject, of text: ArticleText, in document: TokenizedDocument,
        _ found: inout DocumentMentions, _ discovered: inout [String: UInt32]
    ) throws(AnswerProblem) -> Mention {
        let (start, end) = (try item.count("start"), try item.count("end"))
        guard start < end else { throw AnswerProblem("\(start)..<\(end) is empty") }
        let tokens = try text.tokens(start..<end, in: document)
        guard let id = try item.text("value") else { throw AnswerProblem("it has no value") }
        var mention = Mention(
            value: try number(of: id, &found, &discovered), firstToken: UInt32(tokens.lowerBound),
            tokenCount: UInt32(tokens.count), rule: try rule(item), row: 0)
        mention.sense = try sense(item)
        mention.weight = try weight(item)
        return mention
    }

    private func number(
        of id: String, _ found: inout DocumentMentions, _ discovered: inout [String: UInt32]
    ) throws(AnswerProblem) -> UInt32 {
        if let known = valueIndex[id] ?? discovered[id] { return known }
        try checkIdentifier(id)
        let number = UInt32(valueIndex.count + found.discovered.count)
        found.discovered.append(id)
        discovered[id] = number
        return number
    }

    private func rule(_ item: JSONObject) throws(AnswerProblem) -> UInt16 {
        guard let name = try item.text("rule") else { return 0 }
        guard let rule = ruleIndex[name] else {
            throw AnswerProblem("the rule \(name) was not named in the answer to the hello line")
        }
        return rule
    }

    private func sense(_ item: JSONObject) throws(AnswerProblem) -> MentionSense {
        guard let name = try item.text("sense") else { return .plain }
        guard let sense = MentionSense.allCases.first(where: { "\($0)" == name }) else {
            throw AnswerProblem("there is no sense \(name)")
        }
        return sense
    }

    private func weight(_ item: JSONObject) throws(AnswerProblem) -> MentionWeight {
        let weight: Double
        switch item["weight"] {
        case nil, .null: return .one
        case .integer(let value): weight = Double(value)
        case .number(let value): weight = value
        case .some: weight = 0
        }
        guard (0.125...7.875).contains(weight) else {
            throw AnswerProblem("weight is not a number from 0.125 to 7.875")
        }
        return MentionWeight(eighths: UInt8((weight * 8).rounded()))
    }
}
