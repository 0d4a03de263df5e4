internal import IndexCore
internal import IndexStorage

/// What an overlay changes about one facet of a commit. Values are ids; of spellings of one the first.
struct FacetPlan: Sendable {
    /// Some mentions of a value, and what they name; nothing where that is nil.
    struct Selection: Sendable {
        var mentions: FacetOverlay.Mentions
        var target: [UInt8]?
    }

    /// For each value that is shown as another that other, which is shown as itself.
    var merges: [[UInt8]: [UInt8]] = [:]
    var rejected: Set<[UInt8]> = []
    /// By value; a mention goes with the first that fits.
    var selections: [[UInt8]: [Selection]] = [:]
    /// By shown value, identifiers.
    var rejectedDocuments: [[UInt8]: [String]] = [:]
    var addedDocuments: [[UInt8]: [String]] = [:]
    /// By shown value, folded words.
    var addedWords: [[UInt8]: [[[UInt8]]]] = [:]
    var labels: [[UInt8]: String] = [:]
    var aliases: [[UInt8]: [String]] = [:]

    var isEmpty: Bool {
        merges.isEmpty && rejected.isEmpty && selections.isEmpty && rejectedDocuments.isEmpty
            && addedDocuments.isEmpty && addedWords.isEmpty && labels.isEmpty && aliases.isEmpty
    }

    func shown(_ id: [UInt8]) -> [UInt8] { merges[id] ?? id }

    /// Shown values whose documents are not all those of the layers' values that are shown so.
    func editedValues() -> Set<[UInt8]> {
        var edited = Set(rejectedDocuments.keys).union(addedDocuments.keys).union(addedWords.keys)
        for (value, selections) in selections {
            edited.insert(shown(value))
            for selection in selections { if let target = selection.target { edited.insert(shown(target)) } }
        }
        return edited.subtracting(rejected)
    }
}

/// Turns the lines of an overlay into what they change about a commit.
struct FacetPlanner {
    private typealias Value = FacetOverlay.Value
    private let snapshot: Snapshot
    private let spellings: FacetSpellings
    private let lines: [FacetOverlay.Line]
    private(set) var problems: [FacetOverlay.Problem] = []
    /// By value the line that merges it and what it is merged into.
    private var merges: [Value: (line: Int, target: Value)] = [:]
    private var rejected: Set<Value> = []
    /// Values that are named by a label or given to documents.
    private var labelled: Set<Value> = []
    private var given: Set<Value> = []
    private var documents: [FacetOverlay.Change: Int] = [:]
    private var indices: [String: Int] = [:]
    private var known: [Value: Bool] = [:]

    init(_ overlay: FacetOverlay, _ snapshot: Snapshot, _ spellings: FacetSpellings) {
        lines = overlay.lines
        self.snapshot = snapshot
        self.spellings = spellings
        for (index, facet) in snapshot.record.facets.enumerated() { indices[facet.name] = index }
    }

    /// By the index of a facet among those of the commit. Nothing that has a problem is part of it.
    mutating func plans() throws(StorageError) -> [Int: FacetPlan] {
        collect()
        var plans: [Int: FacetPlan] = [:]
        for line in lines {
            guard try isSound(line) else { continue }
            let facet = line.change.values[0].facet
            for (name, index) in indices where name == facet || name.hasSuffix(":" + facet) {
                try apply(line.change, to: &plans[index, default: FacetPlan()], facet: index)
            }
        }
        return plans
    }

    /// Notes what lines say that others depend on.
    private mutating func collect() {
        for line in lines {
            switch line.change {
            case .merge(let value, let target):
                if let other = merges[value], other.target != target {
                    tell(line, "\(value) is merged into \(other.target) already, by line \(other.line).")
                } else if value == target {
                    tell(line, "\(value) is merged into itself.")
                } else {
                    merges[value] = (line.number, target)
                }
                given.insert(target)
            case .reject(let value): rejected.insert(value)
            case .label(let value, _): labelled.insert(value)
            case .split(_, _, let target): given.insert(target)
            case .addWords(let value, _), .addDocument(let value, _): given.insert(value)
            default: break
            }
            documents[line.change] = line.number
        }
        // A walk from every value would meet a ring once from each of its values.
        for line in lines {
            guard case .merge(let value, let target) = line.change, merges[value]?.line == line.number else {
                continue
            }
            var (ring, next) = ([value], target)
            while let further = merges[next], !ring.contains(next) {
                ring.append(next)
                next = further.target
            }
            guard next == value else { continue }
            tell(
                line,
                "The merges go round: " + (ring + [value]).map(\.description).joined(separator: " → ") + ".")
            for value in ring { merges[value] = nil }
        }
    }

    private mutating func tell(_ line: FacetOverlay.Line, _ reason: String, isFatal: Bool = true) {
        problems.append(FacetOverlay.Problem(line: line.number, reason: reason, isFatal: isFatal))
    }

    /// What a value is shown as.
    private func shown(_ value: Value) -> Value {
        var value = value
        while let next = merges[value]?.target { value = next }
        return value
    }

    /// Whether a line can be applied; else tells why not.
    private mutating func isSound(_ line: FacetOverlay.Line) throws(StorageError) -> Bool {
        let count = problems.count
        for value in line.change.values where indices[value.facet] == nil {
            let facets = indices.keys.filter { !$0.contains(":") }.sorted().joined(separator: ", ")
            tell(line, "There is no facet ‘\(value.facet)’; there are \(facets).")
        }
        if problems.count > count { return false }
        let values = line.change.values
        if values.count == 2, values[0].facet != values[1].facet {
            tell(line, "\(values[0]) and \(values[1]) are of two facets.")
        }
        for value in values where try !isKnown(value) {
            let isTarget = given.contains(value)
            if isTarget, labelled.contains(value) { continue }
            tell(
                line,
                isTarget
                    ? "\(value) is new: give it a line with its label."
                    : "No document has \(value), and no line gives it to one.")
        }
        try checkConflicts(line)
        try checkMentions(line)
        if let (_, document) = line.change.document, try snapshot.find(Array(document.utf8)) == nil {
            tell(line, "No document is named ‘\(document)’.", isFatal: false)
        }
        return problems[count...].allSatisfy { !$0.isFatal }
    }

    private mutating func checkConflicts(_ line: FacetOverlay.Line) throws(StorageError) {
        switch line.change {
        case .merge(let value, let target):
            for value in [value, target] where rejected.contains(value) {
                tell(line, "\(value) is rejected by another line.")
            }
            if merges[value] == nil, !problems.contains(where: { $0.line == line.number }) {
                tell(line, "It is part of merges that go round.")
            }
        case .split(let value, _, let target):
            for value in [value, target] where rejected.contains(value) {
                tell(line, "\(value) is rejected by another line.")
            }
        case .label(let value, _), .alias(let value, _):
            if shown(value) != value { tell(line, "\(value) is shown as \(shown(value)): name that.") }
        case .addWords(let value, _) where rejected.contains(shown(value)),
            .addDocument(let value, _) where rejected.contains(shown(value)):
            tell(line, "\(shown(value)) is rejected by another line.")
        case .addDocument(let value, let document):
            if let other = documents[.rejectDocument(value, document)] {
                tell(line, "Line \(other) rejects \(value) in that document.")
            }
        default: break
        }
    }

    /// Whether the facet has mentions, and the rule exists.
    private mutating func checkMentions(_ line: FacetOverlay.Line) throws(StorageError) {
        guard let mentions = line.change.mentions, let index = indices[line.change.values[0].facet] else {
            return
        }
        if !snapshot.record.facets[index].hasMentions {
            return tell(
                line, "Values of \(snapshot.record.facets[index].name) are stated: no words name them.")
        }
        guard case .rule(let name) = mentions else { return }
        let rules = snapshot.parts.flatMap { $0.layers[index].meta.rules }
        guard !rules.contains(name), !snapshot.parts.isEmpty else { return }
        let known = Set(rules).sorted().joined(separator: ", ")
        tell(line, "There is no rule ‘\(name)’; there are \(known).")
    }

    /// Whether the catalog lists a value, or some document has it.
    private mutating func isKnown(_ value: Value) throws(StorageError) -> Bool {
        guard let index = indices[value.facet] else { return false }
        if let known = known[value] { return known }
        var isKnown = snapshot.catalogs[index].contains(value.id)
        for part in snapshot.parts where !isKnown {
            isKnown = try part.layers[index].values().ordinal(of: value.key) != nil
        }
        known[value] = isKnown
        return isKnown
    }

    /// - Parameter facet: of the values, or a view of it.
    private func apply(
        _ change: FacetOverlay.Change, to plan: inout FacetPlan, facet: Int
    ) throws(StorageError) {
        let groups = try spellings.groups(ofFacet: facet)
        func key(_ value: Value) -> [UInt8] { groups[value.key]?.first ?? value.key }
        func shownKey(_ value: Value) -> [UInt8] { key(shown(value)) }
        switch change {
        case .merge(let value, _):
            if key(value) != shownKey(value) { plan.merges[key(value)] = shownKey(value) }
        case .reject(let value): plan.rejected.insert(key(value))
        case .rejectDocument(let value, let document):
            plan.rejectedDocuments[shownKey(value), default: []].append(document)
        case .label(let value, let text): plan.labels[key(value)] = text
        case .alias(let value, let text): plan.aliases[key(value), default: []].append(text)
        case .split(let value, let mentions, let target):
            plan.selections[key(value), default: []].append(.init(mentions: mentions, target: key(target)))
        case .rejectMentions(let value, let mentions):
            plan.selections[key(value), default: []].append(.init(mentions: mentions, target: nil))
        case .addWords(let value, let words): plan.addedWords[shownKey(value), default: []].append(words)
        case .addDocument(let value, let document):
            plan.addedDocuments[shownKey(value), default: []].append(document)
        }
    }
}

extension FacetOverlay.Change {
    /// The value that is changed, and the one it changes to.
    fileprivate var values: [FacetOverlay.Value] {
        switch self {
        case .merge(let value, let target), .split(let value, _, let target): [value, target]
        case .reject(let value), .rejectMentions(let value, _), .rejectDocument(let value, _),
            .addWords(let value, _), .addDocument(let value, _), .label(let value, _), .alias(let value, _):
            [value]
        }
    }

    fileprivate var mentions: FacetOverlay.Mentions? {
        switch self {
        case .split(_, let mentions, _), .rejectMentions(_, let mentions): mentions
        default: nil
        }
    }

    fileprivate var document: (FacetOverlay.Value, String)? {
        switch self {
        case .rejectDocument(let value, let document), .addDocument(let value, let document):
            (value, document)
        default: nil
        }
    }
}
