import Testing

@testable import TextFormat

@Suite("Phrase tables")
struct PhraseTableTests {
    private static func length(_ table: PhraseTable, _ text: String) -> Int? {
        table.match(Array(text.utf8)[...])
    }

    @Test("A phrase is found as a whole, the longest of several, and no word that only begins like its last")
    func whole() {
        let table = PhraseTable("read more\nread more? about|on\nby $\nno_one|nobody said")
        func length(_ text: String) -> Int? { Self.length(table, text) }
        #expect(length("read more") == 9)
        #expect(length("read more: x") == 9)
        #expect(length("read more about x") == 16)
        #expect(length("read on x") == 8)
        #expect(length("read mores") == nil)
        #expect(length("reads more") == nil)
        #expect(length("by") == 2)
        #expect(length("by x") == nil)
        #expect(length("no one said") == 11 && length("nobody said") == 11)
    }

    @Test("A table of many phrases finds what tables of each of them find")
    func union() {
        var random = SystemRandomNumberGenerator()
        func word() -> String {
            String((0..<Int.random(in: 1...4, using: &random)).map { _ in "abc".randomElement()! })
        }
        let phrases = (0..<200).map { _ in
            (0..<Int.random(in: 1...2, using: &random)).map { _ in word() }.joined(separator: " ")
        }
        let table = PhraseTable(phrases.joined(separator: "\n"))
        let single = phrases.map { PhraseTable($0) }
        for _ in 0..<2_000 {
            let text = word() + " " + word()
            let wanted = phrases.compactMap { phrase -> Int? in
                guard text.hasPrefix(phrase) else { return nil }
                let rest = text.dropFirst(phrase.count)
                if let next = rest.first, next != " " { return nil }
                return phrase.count + rest.prefix(1).count
            }.max()
            #expect(Self.length(table, text) == wanted, "\(text)")
            #expect(single.compactMap { Self.length($0, text) }.max() == wanted, "\(text)")
        }
    }
}
