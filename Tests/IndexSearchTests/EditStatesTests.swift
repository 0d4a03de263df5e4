import IndexCore
import TestSupport
import Testing

@testable import IndexSearch

/// The number of edits between two words, by the recurrence for optimal string alignments.
private func plainDistance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
    var rows = [Array(0...other.count)]
    for i in one.indices {
        var row = [i + 1]
        for j in other.indices {
            var least = min(rows[i][j] + (one[i] == other[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] {
                least = min(least, rows[i - 1][j - 1] + 1)
            }
            row.append(least)
        }
        rows.append(row)
    }
    return rows[one.count][other.count]
}

@Suite("The automaton of words like another") struct EditStatesTests {
    private static let alphabets = ["ab", "abcdefgh", "aéèüı", "서울시가나", "a𝔸𝔹😀é서"]

    @Test("accepts what is near enough, and tells how near", arguments: alphabets)
    func distances(alphabet: String) {
        var random = SeededGenerator(state: UInt64(alphabet.utf8.count))
        let letters = Array(alphabet.unicodeScalars)
        func word(_ greatest: Int) -> [Unicode.Scalar] {
            (0..<Int.random(in: 0...greatest, using: &random)).compactMap { _ in
                letters.randomElement(using: &random)
            }
        }
        func bytes(_ word: [Unicode.Scalar]) -> [UInt8] { Array(String(String.UnicodeScalarView(word)).utf8) }
        for round in 0..<4000 {
            let one = word(round % 7 == 0 ? EditStates.greatestLength : 6)
            var other = round % 2 == 0 ? word(6) : one
            for _ in 0..<Int.random(in: 0...3, using: &random) where !other.isEmpty {
                let place = Int.random(in: 0..<other.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: other.remove(at: place)
                case 1: other.insert(letters[0], at: place)
                case 2: other[place] = letters[letters.count - 1]
                default: other.swapAt(place, max(0, place - 1))
                }
            }
            let distance = plainDistance(one, other)
            for allowed in 0...TermPattern.greatestDistance {
                let automaton = TermAutomaton(EditStates(bytes(one), distance: allowed))
                let found = automaton.distance(of: bytes(other))
                #expect(found == (distance <= allowed ? distance : nil), "\(one) \(other) \(allowed)")
            }
        }
    }

    @Test("takes no byte apart from its character, and no control")
    func bytes() {
        let automaton = TermAutomaton(EditStates(Array("é".utf8), distance: 1))
        func distance(_ bytes: [UInt8]) -> Int? { automaton.distance(of: bytes) }
        #expect(distance([0xC3]) == nil)
        #expect(distance([0xC3, 0xA9]) == 0)
        #expect(distance([0xC3, 0xA8]) == 1)
        #expect(distance([0xA9]) == nil)
        #expect(distance([0xC3, 0xA9, 0x05]) == nil)
        #expect(distance([]) == 1)
    }

    @Test("allows by length what Elasticsearch does")
    func usual() {
        let allowed = (0...8).map(TermPattern.usualDistance(ofLength:))
        #expect(allowed == [0, 0, 0, 1, 1, 1, 2, 2, 2])
    }
}
