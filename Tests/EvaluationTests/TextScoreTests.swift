import TestSupport
import Testing

@testable import Evaluation

@Test("Words are runs of letters, numbers and underscores, as Python has them")
func wordsOfText() {
    let expected = ["Don", "t", "pay", "3½", "to", "x_1", "in", "中文", "Ⅳ", "²"]
    #expect(words(of: "Don’t pay €3½ to x_1 in “中文”—Ⅳ, ²!").map { String($0) } == expected)
    // A mark alone is no letter.
    #expect(words(of: "e\u{301}a").map { String($0) } == ["e", "a"])
    #expect(words(of: " … ").isEmpty)
}

@Test("Precision and recall of shingles and words are what the definition gives by hand")
func scoresByHand() {
    // abcd, bcde, cdef were found; abcd, bcdx were wanted.
    let score = TextScore(found: "a b c d e f", wanted: "a, b. c d\nx")
    #expect(score.shingles == PrecisionRecall(precision: 1 / 3.0, recall: 1 / 2.0))
    #expect(score.words == PrecisionRecall(precision: 4 / 6.0, recall: 4 / 5.0))
    #expect(score.shingles.f1 == 0.4)
    // Repeats count, and so does case.
    let repeated = TextScore(found: "a a A a", wanted: "a a")
    #expect(repeated.words == PrecisionRecall(precision: 1 / 2.0, recall: 1))
    // Fewer than four words are one shingle.
    #expect(TextScore(found: "a b", wanted: "a b").shingles.f1 == 1)
    #expect(TextScore(found: "a b", wanted: "a b c").shingles.f1 == 0)
}

@Test("Nothing found or nothing wanted is 0, and nothing of either is 1")
func scoresOfNothing() {
    #expect(TextScore(found: "", wanted: "—").shingles == PrecisionRecall(precision: 1, recall: 1))
    for (found, wanted) in [("", "a b"), ("a b", "")] {
        let score = TextScore(found: found, wanted: wanted)
        #expect(score.shingles == PrecisionRecall(precision: 0, recall: 0))
        #expect(score.words == score.shingles && score.words.f1 == 0)
    }
}

/// Up to 40 words of a small vocabulary.
private func randomText(_ vocabulary: [String], _ generator: inout SeededGenerator) -> [String] {
    (0..<Int.random(in: 1...40, using: &generator)).compactMap { _ in
        vocabulary.randomElement(using: &generator)
    }
}

/// Counts shingles as the definition has it.
private func expectedScore(found: [String], wanted: [String], length: Int) -> PrecisionRecall {
    func counts(_ words: [String]) -> [[String]: Int] {
        (0..<max(1, words.count - length + 1)).reduce(into: [:]) {
            $0[Array(words[$1..<min($1 + length, words.count)]), default: 0] += 1
        }
    }
    let (found, wanted) = (counts(found), counts(wanted))
    let common = found.reduce(0) { $0 + min($1.value, wanted[$1.key] ?? 0) }
    if found == wanted { return PrecisionRecall(precision: 1, recall: 1) }
    return PrecisionRecall(
        precision: Double(common) / Double(found.values.reduce(0, +)),
        recall: Double(common) / Double(wanted.values.reduce(0, +)))
}

@Test(
    "Equal texts score 1, disjoint ones 0, and to swap two texts swaps precision and recall",
    arguments: (0..<100).map { UInt64($0) })
func lawsOfScores(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let left = randomText(["grain", "ship", "Strait", "of", "the"], &generator)
    let right = randomText(["grain", "ship", "strait", "of", "and"], &generator)
    let (leftText, rightText) = (left.joined(separator: " "), right.joined(separator: ", "))
    let score = TextScore(found: leftText, wanted: rightText)
    #expect(score.shingles == expectedScore(found: left, wanted: right, length: 4))
    #expect(score.words == expectedScore(found: left, wanted: right, length: 1))
    let swapped = TextScore(found: rightText, wanted: leftText)
    #expect(swapped.shingles.precision == score.shingles.recall)
    #expect(swapped.words.recall == score.words.precision)
    #expect(TextScore(found: leftText, wanted: leftText).shingles.f1 == 1)
    let other = randomText(["radar", "hill"], &generator).joined(separator: " ")
    #expect(TextScore(found: leftText, wanted: other).words.f1 == 0)
    let shuffled = left.shuffled(using: &generator).joined(separator: " ")
    #expect(TextScore(found: shuffled, wanted: leftText).words.f1 == 1)
}

@Test("Segments are counted where they stand and where they do not")
func segmentsByHand() {
    let score = SegmentScore(
        text: "The radar stands on a hill.\nIt turns.",
        with: ["radar stands", "hill.\nIt", "grain"],
        without: ["Subscribe", "turns", "The radar stands on a hills"])
    #expect(score.truePositives == 2 && score.falseNegatives == 1)
    #expect(score.falsePositives == 1 && score.trueNegatives == 2)
    #expect(score.precisionRecall == PrecisionRecall(precision: 2 / 3.0, recall: 2 / 3.0))
    #expect(score.accuracy == 4 / 6.0)
    let sum = score + SegmentScore(text: "", with: ["a"], without: ["b"])
    #expect(sum.falseNegatives == 2 && sum.trueNegatives == 3 && sum.accuracy == 5 / 8.0)
}

@Test("Facts match exactly, when normalised, or not")
func factsMatch() {
    func title(_ expected: String, _ found: String?) -> MetadataComparison.Match {
        MetadataComparison(expected: expected, found: found).match
    }
    #expect(title("Grain & Straits", "Grain & Straits") == .exact)
    #expect(title("Grain & Straits", "GRAIN – Ｓtraits!") == .normalised)
    #expect(title("Die Straße", "DIE STRASSE") == .normalised)
    #expect(title("Grain", "Grains") == .different)
    #expect(title("Grain", nil) == .different)
    func names(_ expected: [String], _ found: [String]) -> MetadataComparison.Match {
        MetadataComparison(expectedNames: expected, foundNames: found).match
    }
    #expect(names(["Ann Lee, Bo Roy and Cy Poe"], ["Ann Lee", "Bo Roy", "Cy Poe"]) == .exact)
    #expect(names(["Ann Lee", "Bo Roy"], ["bo roy", "Ann  Lee"]) == .normalised)
    #expect(names(["Ann Lee", "Bo Roy"], ["Ann Lee"]) == .different)
    #expect(names(["Andy Sands"], ["Andy Sands"]) == .exact)
    #expect(splitNames(" Ann Lee;  AND Bo Roy & Cy Poe, and ") == ["Ann Lee", "Bo Roy", "Cy Poe"])
}
