/// What a shell offers.
enum Candidates: Equatable {
    struct Candidate: Equatable {
        var text: String
        var summary: String

        init(_ text: String, _ summary: String = "") { (self.text, self.summary) = (text, summary) }
    }

    case files
    case folders
    /// - isCut: there are more.
    case list([Candidate], isCut: Bool = false)

    static let none = Candidates.list([])

    /// The first of some candidates, as many as are of help.
    init(first candidates: some Sequence<Candidate>) {
        let list = Array(candidates.prefix(Self.limit + 1))
        self = .list(Array(list.prefix(Self.limit)), isCut: list.count > Self.limit)
    }

    static let limit = 100

    var text: String {
        switch self {
        case .files: ":files\n"
        case .folders: ":folders\n"
        case .list(let candidates, let isCut):
            candidates.map { "\(oneLine($0.text))\t\(oneLine($0.summary))\n" }.joined()
                + (isCut ? ":more\n" : "")
        }
    }

    /// Each candidate behind words that stand before it in the same word.
    func behind(_ start: String) -> Candidates {
        guard case .list(let candidates, let isCut) = self else { return self }
        return .list(candidates.map { Candidate(start + $0.text, $0.summary) }, isCut: isCut)
    }

    /// These and then others; paths stand alone.
    func and(_ others: Candidates) -> Candidates {
        guard case .list(let first, let isCut) = self, case .list(let more, let isMoreCut) = others else {
            return self
        }
        return .list(first + more, isCut: isCut || isMoreCut)
    }

    /// What bash is to put in place of the part of a word that it takes for one: a line each.
    ///
    /// Bash puts in at once what all of them begin with. Where that may not go on with what was typed, or there are more of
    /// them, a last line of a blank keeps it from doing so.
    func text(forBash word: BashWord) -> String {
        guard case .list(let candidates, let isCut) = self else { return text }
        let texts = candidates.map { word.replacement(by: oneLine($0.text)) }
        let typed = word.typed.lowercased()
        let goesOn = !isCut && texts.allSatisfy { $0.lowercased().hasPrefix(typed) }
        return (texts + (texts.count > 1 && !goesOn ? [" "] : [])).map { $0 + "\n" }.joined()
    }
}
