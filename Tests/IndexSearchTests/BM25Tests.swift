import Foundation
import Testing

@testable import IndexCore
@testable import IndexSearch

@Test("The logarithm agrees with the system's to a few units in the last place")
func logarithmIsRight() {
    var value = 1.0000001
    while value < 1e18 {
        let expected = log(value)
        #expect(abs(BM25.logarithm(value) - expected) <= 4 * max(expected.ulp, 1e-16))
        value *= 1.037
    }
    #expect(BM25.logarithm(1) == 0)
}

@Test("The complement of the exponential agrees with the system's to some units in the last place")
func complementOfExponentialIsRight() {
    var value = 1e-9
    while value < 1e3 {
        let expected = -expm1(-value)
        #expect(abs(BM25.complementOfExponential(value) - expected) <= 16 * expected.ulp)
        value *= 1.037
    }
    #expect(BM25.complementOfExponential(0) == 0)
}

@Test("A term weighs more the more it gathers in few documents, a strewn one a quarter, an unknown one 1")
func burstinessRises() {
    func burstiness(_ holding: Int, _ total: UInt64) -> Double {
        BM25.burstiness(documentFrequency: holding, totalFrequency: total, documentCount: 10_000)
    }
    #expect(burstiness(0, 0) == 1)
    for holding in [1, 2, 10, 1_000, 9_999] {
        let values = (0..<50).map { burstiness(holding, UInt64(holding * (10 + $0) / 10)) }
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(values.allSatisfy { $0 >= 0.25 })
    }
    // By chance 9,502 documents would hold one of 30,000 occurrences.
    #expect(burstiness(9_502, 30_000) < 0.26)
    #expect(burstiness(3_000, 30_000) > 1.5)
    // A single document says little.
    #expect((0.8...0.9).contains(burstiness(1, 1)) && (1.5...1.7).contains(burstiness(1, 10)))
}

@Test("idf is positive and falls as more documents hold the term")
func idfFalls() {
    let values = (1...1000).map { BM25.idf(documentFrequency: $0, documentCount: 1000) }
    #expect(values.allSatisfy { $0 > 0 })
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 > $1 })
}

@Test("A score equals the formula, rises with the frequency and falls with the length")
func scoreIsTheFormula() {
    let field = FieldStatistics(documentCount: 10, totalLength: 1234)
    let scorer = TermScorer(BM25(), weight: 7.5, field: field)
    for norm in UInt8(0)...255 {
        let length = Double(LengthTable.lengths[Int(norm)])
        for frequency in UInt32(1)...40 {
            let f = Double(frequency)
            let expected = 7.5 * f / (f + 1.2 * (0.25 + 0.75 * length / 123.4))
            let score = scorer.score(frequency: frequency, norm: norm)
            #expect(abs(score - expected) <= 1e-12)
            #expect(scorer.score(frequency: frequency + 1, norm: norm) >= score)
            if norm < 255 { #expect(scorer.score(frequency: frequency, norm: norm + 1) <= score) }
        }
    }
}

@Test("No posting scores above the bound of its impacts, for any k1 and b", arguments: UInt64(0)..<40)
func boundsHold(seed: UInt64) {
    var state = seed &* 2_654_435_761 &+ 1
    func random(_ limit: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) % limit
    }
    var impacts = Impacts()
    var postings: [Impact] = []
    for _ in 0..<128 {
        let posting = Impact(frequency: UInt32(1 + random(20)), norm: UInt8(random(256)))
        postings.append(posting)
        impacts.insert(posting)
    }
    let model = BM25(k1: Double(random(300)) / 100, b: Double(random(101)) / 100)
    let field = FieldStatistics(documentCount: 7, totalLength: 1 + random(5000))
    let scorer = TermScorer(model, weight: 1.7, field: field)
    let greatest = postings.map { scorer.score(frequency: $0.frequency, norm: $0.norm) }.max() ?? 0
    let best = impacts.pairs.map { scorer.score(frequency: $0.frequency, norm: $0.norm) }.max() ?? 0
    #expect(greatest <= TermScorer.roundedUp(best))
    #expect(TermScorer.roundedUp(best) <= greatest * (1 + 1e-12))
}
