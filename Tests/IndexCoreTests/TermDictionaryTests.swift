import Testing

@testable import IndexCore

func randomTerms(count: Int, seed: UInt64) -> [[UInt8]] {
    var random = SeededGenerator(state: seed)
    var terms: Set<[UInt8]> = []
    while terms.count < count {
        let length = Int.random(in: 0...12, using: &random)
        terms.insert((0..<length).map { _ in UInt8.random(in: 97...101, using: &random) })
    }
    return terms.sorted { $0.lexicographicallyPrecedes($1) }
}

func dictionary(of terms: [[UInt8]]) -> [UInt8] {
    var writer = TermDictionary.Writer()
    for (ordinal, term) in terms.enumerated() {
        writer.append(term: term, entry: [UInt8(ordinal & 0xFF), 7])
    }
    return writer.finish()
}

@Test("A dictionary finds every term with its entry and no other", arguments: [0, 1, 31, 32, 33, 1000])
func dictionaryFindsItsTerms(count: Int) throws {
    let terms = randomTerms(count: count, seed: UInt64(count))
    let bytes = dictionary(of: terms)
    let parsed = TermDictionary.Layout(bytes.span)
    let layout = try #require(parsed)
    #expect(layout.termCount == count)
    for (ordinal, term) in terms.enumerated() {
        guard case .found(let found) = TermDictionary.find(term, in: bytes.span, layout: layout) else {
            Issue.record("\(term) is not found")
            continue
        }
        #expect(found.ordinal == ordinal)
        #expect(Array(bytes[found.entry]) == [UInt8(ordinal & 0xFF), 7])
    }
    let known = Set(terms)
    for term in randomTerms(count: 300, seed: 99) where !known.contains(term) {
        #expect(TermDictionary.find(term, in: bytes.span, layout: layout) == .absent)
    }
    var visited: [[UInt8]] = []
    let isSound = TermDictionary.forEach(in: bytes.span, layout: layout) { term, found in
        #expect(found.ordinal == visited.count)
        visited.append(term)
        return true
    }
    #expect(isSound)
    #expect(visited == terms)
}

@Test("A damaged dictionary never traps, and one cut short is refused or answers")
func dictionarySurvivesDamage() {
    let terms = randomTerms(count: 70, seed: 3)
    let bytes = dictionary(of: terms)
    for index in bytes.indices {
        for change in [0x01, 0x80, 0xFF] as [UInt8] {
            var damaged = bytes
            damaged[index] ^= change
            guard let layout = TermDictionary.Layout(damaged.span) else { continue }
            for term in terms { _ = TermDictionary.find(term, in: damaged.span, layout: layout) }
            _ = TermDictionary.forEach(in: damaged.span, layout: layout) { _, found in
                #expect(found.entry.upperBound <= damaged.count)
                return true
            }
        }
        let cut = Array(bytes.prefix(index))
        guard let layout = TermDictionary.Layout(cut.span) else { continue }
        for term in terms { _ = TermDictionary.find(term, in: cut.span, layout: layout) }
    }
}
