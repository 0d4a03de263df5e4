import TestSupport
import Testing

@testable import IndexCore

func randomTerms(count: Int, seed: UInt64) -> [[UInt8]] {
    var random = SeededGenerator(state: seed)
    var terms: Set<[UInt8]> = []
    while terms.count < count {
        // Some are longer than four bits of size tell.
        let length = Int.random(in: 0...(count % 2 == 0 ? 12 : 40), using: &random)
        terms.insert((0..<length).map { _ in UInt8.random(in: 97...101, using: &random) })
    }
    return terms.sorted { $0.lexicographicallyPrecedes($1) }
}

func dictionary(of terms: [[UInt8]]) -> [UInt8] {
    var writer = TermDictionary.Writer()
    for (ordinal, term) in terms.enumerated() {
        writer.append(term: term[...], entry: sampleEntry(ordinal), inlined: [])
    }
    return writer.finish()
}

/// An entry that depends on the ordinal; some follow on the one before, some do not.
func sampleEntry(_ ordinal: Int) -> TermEntry {
    let (start, size) = (ordinal % 7 == 0 ? 40_000 * ordinal : 300 * ordinal, 300)
    return TermEntry(
        documentFrequency: 5 + ordinal, totalFrequency: UInt64(5 + 3 * ordinal),
        postings: start..<start + size, positions: 2 * start..<2 * start + size)
}

/// All terms in order and where their entries lie; nil when the dictionary is damaged.
func walk(_ bytes: [UInt8], _ layout: TermDictionary.Layout) -> [(term: [UInt8], entry: Range<Int>)]? {
    var found: [(term: [UInt8], entry: Range<Int>)] = []
    var (offset, term) = (0, [UInt8]())
    for ordinal in 0..<layout.termCount {
        guard
            let entry = TermDictionary.read(
                ordinal: ordinal, of: bytes.span, layout: layout, at: &offset, term: &term)
        else { return nil }
        found.append((term, entry))
    }
    return found
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
        var ends = found.ends
        #expect(TermEntry(bytes.span, found.entry, after: &ends) == sampleEntry(ordinal))
    }
    let known = Set(terms)
    for term in randomTerms(count: 300, seed: 99) where !known.contains(term) {
        #expect(TermDictionary.find(term, in: bytes.span, layout: layout) == .absent)
    }
    let visited = try #require(walk(bytes, layout))
    #expect(visited.map(\.term) == terms)
}

@Test("Of thousands of terms, many of which begin with the same eight bytes, each is found and no neighbour")
func dictionaryFindsTermsWithEqualKeys() throws {
    var random = SeededGenerator(state: 12)
    let beginnings: [[UInt8]] = [
        [], [0], Array("aaaaaaa".utf8), Array("aaaaaaaa".utf8), Array("aaaaaaab".utf8),
        [UInt8](repeating: 0, count: 8), [UInt8](repeating: 0xFF, count: 8),
    ]
    var known: Set<[UInt8]> = []
    for beginning in beginnings {
        for _ in 0..<3000 {
            let size = Int.random(in: 0...5, using: &random)
            let ending: [UInt8] = (0..<size).map { _ in [0, 97, 98, 255].randomElement(using: &random) ?? 0 }
            known.insert(beginning + ending)
        }
    }
    let terms = known.sorted { $0.lexicographicallyPrecedes($1) }
    // Several keys, and more than one of most beginnings.
    try #require(terms.count > 32 * 16 * 8)
    let bytes = dictionary(of: terms)
    let parsed = TermDictionary.Layout(bytes.span)
    let layout = try #require(parsed)
    try #require(layout.keys.count == (terms.count + 511) / 512)
    for (ordinal, term) in terms.enumerated() {
        let lookup = TermDictionary.find(term, in: bytes.span, layout: layout)
        guard case .found(let found) = lookup, found.ordinal == ordinal else {
            Issue.record("\(term) gives \(lookup)")
            continue
        }
        for neighbour in [term + [0], term + [1], Array(term.dropLast())] where !known.contains(neighbour) {
            #expect(TermDictionary.find(neighbour, in: bytes.span, layout: layout) == .absent)
        }
    }
}

@Test("A damaged dictionary never traps, and one cut short is refused or answers")
func dictionarySurvivesDamage() {
    let terms = randomTerms(count: 40, seed: 3)
    let bytes = dictionary(of: terms)
    for index in bytes.indices {
        for change in [0x01, 0x80, 0xFF] as [UInt8] {
            var damaged = bytes
            damaged[index] ^= change
            guard let layout = TermDictionary.Layout(damaged.span) else { continue }
            for term in terms { _ = TermDictionary.find(term, in: damaged.span, layout: layout) }
            for (_, entry) in walk(damaged, layout) ?? [] { #expect(entry.upperBound <= damaged.count) }
        }
        let cut = Array(bytes.prefix(index))
        guard let layout = TermDictionary.Layout(cut.span) else { continue }
        for term in terms { _ = TermDictionary.find(term, in: cut.span, layout: layout) }
    }
}

@Test("A walk refuses a term that does not sort after the one before it, at block edges too")
func dictionaryRefusesDisorder() throws {
    let terms = randomTerms(count: 70, seed: 6)
    for place in [0, 1, 20, 30, 31, 32, 62, 63, 68] {
        for isRepeated in [true, false] {
            var disordered = terms
            disordered.swapAt(place, place + 1)
            if isRepeated { disordered[place] = disordered[place + 1] }
            let bytes = plainDictionary(of: disordered)
            let parsed = TermDictionary.Layout(bytes.span)
            let layout = try #require(parsed)
            #expect(walk(bytes, layout) == nil)
        }
    }
    let bytes = plainDictionary(of: terms)
    let parsed = TermDictionary.Layout(bytes.span)
    let layout = try #require(parsed)
    #expect(walk(bytes, layout)?.map(\.term) == terms)
}

/// A dictionary of terms in any order, which share no bytes.
func plainDictionary(of terms: [[UInt8]]) -> [UInt8] {
    var (bytes, offsets) = ([UInt8](), [Int]())
    for (ordinal, term) in terms.enumerated() {
        if ordinal % TermDictionary.termsPerBlock == 0 { offsets.append(bytes.count) }
        FrontCoding.append(shared: 0, rest: term, to: &bytes)
        bytes.appendLengthAndBytes([7])
    }
    for offset in offsets { bytes.appendFixed40(offset) }
    bytes.appendFixed32(UInt32(terms.count))
    bytes.appendFixed32(UInt32(offsets.count))
    return bytes
}

@Suite("A filter of terms") struct TermFilterTests {
    @Test("passes every term of its dictionary, and few others", arguments: [1, 31, 32, 33, 1000, 4000])
    func passes(count: Int) {
        let terms = randomTerms(count: count, seed: UInt64(count))
        let bytes = dictionary(of: terms)
        guard let filter = TermFilter(bytes.span) else {
            Issue.record("no filter")
            return
        }
        #expect(terms.allSatisfy { filter.mayHold($0) })
        let others = Set(randomTerms(count: 5000, seed: 99)).subtracting(terms)
        #expect(others.count { filter.mayHold($0) } * 20 < others.count)
    }

    @Test("is not made of a damaged dictionary that tells more than is there, nor of very long terms")
    func damaged() {
        let bytes = dictionary(of: randomTerms(count: 40, seed: 3))
        for place in bytes.indices {
            for change in [0x01, 0x80, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[place] ^= change
                _ = TermFilter(damaged.span)
            }
        }
        let long = [UInt8](repeating: 97, count: 511)
        let (fitting, tooLong) = (dictionary(of: [long]), dictionary(of: [long + [97]]))
        let isHeld = TermFilter(fitting.span)?.mayHold(long)
        let isMade = TermFilter(tooLong.span) != nil
        #expect(isHeld == true)
        #expect(!isMade)
    }
}
