import TestSupport
import Testing

@testable import IndexCore

/// A segment of the simulation: its size, and how often its bytes were written by merges so far, at most.
private struct Simulated {
    var size: Int
    var mergeCount = 0
}

private let runByteCount = 1 << 20

/// Applies the schedule until it is content, and tells how many merges that took.
private func settle(_ segments: inout [Simulated]) -> Int {
    var count = 0
    while let range = MergeSchedule.next(sizes: segments.map(\.size), runByteCount: runByteCount) {
        let joined = Simulated(
            size: segments[range].reduce(0) { $0 + $1.size },
            mergeCount: 1 + (segments[range].map(\.mergeCount).max() ?? 0))
        segments.replaceSubrange(range, with: [joined])
        count += 1
    }
    return count
}

private func tier(_ size: Int) -> Int {
    var (tier, limit) = (0, runByteCount / 4096)
    while size > limit { (tier, limit) = (tier + 1, limit * 8) }
    return tier
}

private func randomSizes(_ random: inout SeededGenerator) -> [Int] {
    (0..<Int.random(in: 0...60, using: &random)).map { _ in
        Int.random(in: 0...(1 << Int.random(in: 0...24, using: &random)), using: &random)
    }
}

@Test(
    "The schedule joins eight of a tier, else all small ones before a greater one, and none of a higher tier")
func scheduleJoinsNeighboursOfATier() {
    var random = SeededGenerator(state: 1)
    var (eights, smalls) = (0, 0)
    for _ in 0..<500 {
        let sizes = randomSizes(&random)
        guard let range = MergeSchedule.next(sizes: sizes, runByteCount: runByteCount) else { continue }
        #expect(MergeSchedule.next(sizes: sizes, runByteCount: runByteCount) == range)
        let tiers = sizes.map(tier)
        let greatest = tiers[range].max() ?? 0
        if tiers[range].count(where: { $0 == greatest }) == 8, tiers[range.lowerBound] == greatest {
            eights += 1
            #expect(tiers[range.upperBound - 1] == greatest)
            #expect(greatest == 0 || tier(sizes[range].reduce(0, +)) > greatest)
        } else {
            smalls += 1
            #expect(range.count >= 2 && tiers[range.upperBound] > greatest)
            #expect(range.lowerBound == 0 || tiers[range.lowerBound - 1] >= tiers[range.upperBound])
        }
    }
    #expect(eights > 10 && smalls > 10)
}

@Test("In the end a tier has at most seven segments that no greater one follows, and one before each of them")
func scheduleSettles() {
    var random = SeededGenerator(state: 2)
    for _ in 0..<300 {
        var segments = randomSizes(&random).map { Simulated(size: $0) }
        _ = settle(&segments)
        let tiers = segments.map { tier($0.size) }
        var stairs: [Int: Int] = [:]
        for (index, tier) in tiers.enumerated() {
            if tiers[index...].allSatisfy({ $0 <= tier }) { stairs[tier, default: 0] += 1 }
            #expect(index < 2 || max(tiers[index - 1], tiers[index - 2]) >= tier)
        }
        #expect(stairs.values.allSatisfy { $0 < 8 })
        #expect(tiers.count <= 14 * stairs.count)
    }
}

@Test(
    "Of 1000 equal runs each byte is merged at most once a tier and no tier keeps eight, whenever merging happens",
    arguments: [1, 7, 100, 1000])
func equalRunsAreMergedLogarithmically(step: Int) {
    var segments: [Simulated] = []
    for number in 1...1000 {
        segments.append(Simulated(size: runByteCount))
        guard number % step == 0 else { continue }
        _ = settle(&segments)
        let counts = Dictionary(grouping: segments.map { tier($0.size) }) { $0 }.mapValues(\.count)
        #expect(counts.values.allSatisfy { $0 < 8 })
    }
    #expect(segments.reduce(0) { $0 + $1.size } == 1000 * runByteCount)
    #expect(segments.map(\.mergeCount).max() == 3)
}

@Test("Small segments behind a big one are merged without it")
func smallSegmentsLeaveTheBigOneAlone() {
    var segments = [Simulated(size: 100 * runByteCount)]
    for _ in 0..<2000 {
        segments.append(Simulated(size: 3000))
        _ = settle(&segments)
        // Seven of each tier up to the last but one of the big one's.
        #expect(segments.count <= 1 + 7 * 5)
    }
    #expect(segments[0].mergeCount == 0)
    #expect((segments.map(\.mergeCount).max() ?? 0) <= 5)
}

@Test("Segments of random sizes stay few, however they come", arguments: UInt64(1)...5)
func randomSegmentsStayFew(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    var segments: [Simulated] = []
    for _ in 0..<500 {
        segments.append(Simulated(size: 1 + (runByteCount >> Int.random(in: 0...12, using: &random))))
        _ = settle(&segments)
    }
    #expect(segments.count < 45, "\(segments.map { tier($0.size) })")
    #expect((segments.map(\.mergeCount).max() ?? 0) <= 14)
}

@Test("Nothing is joined in a short or empty list, and sizes of zero count as small")
func scheduleEdges() {
    #expect(MergeSchedule.next(sizes: [], runByteCount: runByteCount) == nil)
    #expect(MergeSchedule.next(sizes: Array(repeating: 5, count: 7), runByteCount: 0) == nil)
    #expect(MergeSchedule.next(sizes: Array(repeating: 0, count: 9), runByteCount: 0) == 0..<8)
    #expect(MergeSchedule.next(sizes: [9, 9] + Array(repeating: 0, count: 8), runByteCount: 1) == 2..<10)
}
