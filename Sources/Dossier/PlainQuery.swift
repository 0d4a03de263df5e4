extension SearchRequest {
    /// The words of a text as a query that any of them matches, whatever else the text may mean in the query language.
    ///
    /// Abbreviations, numbers and apostrophes stay whole as in documents: `U.S.`, `1,000.5`, `d'Ivoire`.
    public static func words(of text: String) -> String {
        var words: [String] = []
        for run in text.split(whereSeparator: { !isWordCharacter($0) && !joiners.contains($0) }) {
            if isAbbreviation(run) {
                words.append(run.hasSuffix(".") ? String(run) : "\(run).")
            } else {
                words += parts(of: Array(run)).map { $0.lowercased() }
            }
        }
        // In small letters there are no operators.
        return words.joined(separator: " ")
    }

    private static let joiners: Set<Character> = ["'", "’", ".", ","]

    private static func isWordCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber
    }

    /// Single letters, at least two, with full stops between them.
    private static func isAbbreviation(_ run: Substring) -> Bool {
        let letters = run.split(separator: ".", omittingEmptySubsequences: false)
        let inner = run.hasSuffix(".") ? letters.dropLast() : letters[...]
        return inner.count > 1 && inner.allSatisfy { $0.count == 1 && $0.allSatisfy(\.isLetter) }
    }

    /// Divides a run at what joins neither two letters nor two digits.
    private static func parts(of run: [Character]) -> [String] {
        var parts = [""]
        for (place, character) in run.enumerated() {
            if isWordCharacter(character) {
                parts[parts.count - 1].append(character)
                continue
            }
            let isBetween = place > 0 && place + 1 < run.count
            let sides = isBetween ? [run[place - 1], run[place + 1]] : []
            let isMark = character == "." || character == ","
            if isBetween, sides.allSatisfy({ isMark ? $0.isNumber : $0.isLetter }) {
                parts[parts.count - 1].append(character)
            } else {
                parts.append("")
            }
        }
        return parts.filter { !$0.isEmpty }
    }
}
