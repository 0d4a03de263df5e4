import TestSupport
import Testing

@testable import IndexCore
@testable import IndexStorage

/// A dictionary in a file that lives in memory; of more documents than its terms have.
private func table(_ bytes: [UInt8], documentCount: Int = 1 << 30) throws -> TermTable {
    try TermTable(MappedFile(path: "terms", bytes: bytes).allBytes, documentCount: documentCount)
}

/// Each of some terms or not; some share their first eight bytes, some are what others begin with.
private func randomPart(of terms: [[UInt8]], _ random: inout SeededGenerator) -> [[UInt8]] {
    terms.filter { _ in Int.random(in: 0..<3, using: &random) > 0 }
}

private func sharingTerms(count: Int, seed: UInt64) -> [[UInt8]] {
    var terms = Set(randomTerms(count: count, seed: seed))
    for term in terms where term.count > 3 {
        terms.insert(Array("country/".utf8) + term)
        terms.insert(Array("country/".utf8) + term + [0])
        terms.insert(term + [0, 0])
    }
    return terms.sorted { $0.lexicographicallyPrecedes($1) }
}

@Test(
    "Merged dictionaries have each term once, in order, and tell each dictionary the ranks of its own",
    arguments: [(0, 1), (1, 1), (40, 1), (40, 2), (300, 3), (300, 9)])
func mergedTerms(termCount: Int, dictionaryCount: Int) throws {
    var random = SeededGenerator(state: UInt64(termCount + dictionaryCount))
    let all = sharingTerms(count: termCount, seed: 1)
    var parts = (0..<dictionaryCount).map { _ in randomPart(of: all, &random) }
    if dictionaryCount > 2 { parts[1] = [] }
    let merged = try MergedTerms(parts.map { try table(dictionary(of: $0)) })
    let expected = Set(parts.joined()).sorted { $0.lexicographicallyPrecedes($1) }
    #expect((0..<merged.count).map { Array(merged[$0]) } == expected)
    for (index, terms) in parts.enumerated() {
        let (ranks, frequencies) = merged.ranks(ofDictionary: index)
        #expect(ranks.map { expected[$0] } == terms)
        #expect(frequencies == terms.indices.map { UInt32(sampleEntry($0).documentFrequency) })
    }
}

@Test("A damaged dictionary is merged as what it says, or refused: many bytes changed, or too few documents")
func mergedDamage() throws {
    let bytes = dictionary(of: sharingTerms(count: 60, seed: 2))
    #expect(throws: StorageError.self) { try MergedTerms([try table(bytes, documentCount: 4)]) }
    var refused = 0
    for place in stride(from: 0, to: bytes.count, by: 11) {
        for change in [1, 0x80, 0xFF] as [UInt8] {
            var damaged = bytes
            damaged[place] ^= change
            guard let table = try? table(damaged) else { continue }
            do {
                let merged = try MergedTerms([table, table])
                let terms = (0..<merged.count).map { Array(merged[$0]) }
                #expect(terms == terms.sorted { $0.lexicographicallyPrecedes($1) })
                #expect(try table.terms(at: Array(0..<table.count)) == terms)
            } catch {
                refused += 1
            }
        }
    }
    #expect(refused > bytes.count / 50)
}

@Test("Terms are read by their ranks", arguments: [1, 31, 32, 33, 200])
func termsByRank(count: Int) throws {
    let terms = randomTerms(count: count, seed: UInt64(count))
    let table = try table(dictionary(of: terms))
    var random = SeededGenerator(state: 1)
    for _ in 0..<50 {
        let ordinals = terms.indices.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
        #expect(try table.terms(at: ordinals) == ordinals.map { terms[$0] })
    }
}
