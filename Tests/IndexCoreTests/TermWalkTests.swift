import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

/// A random automaton over the letters a to e; it dies of most other bytes and, as all do, of controls.
private struct SmallStates: TermStates {
    let classes = ByteClasses(startingAt: Array(UInt8(0x20)...0x21) + Array(97...102) + [0x80])
    /// By state and letter; nil is death.
    private let table: [[Int?]]
    private let accepts: [Int?]
    /// After any other byte from 0x20 on.
    private let other: Int?

    init(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let count = Int.random(in: 1...5, using: &random)
        func state(_ random: inout SeededGenerator) -> Int? {
            Int.random(in: 0..<3, using: &random) == 0 ? nil : Int.random(in: 0..<count, using: &random)
        }
        table = (0..<count).map { _ in (0..<5).map { _ in state(&random) } }
        accepts = (0..<count).map { _ in
            Bool.random(using: &random) ? Int.random(in: 0...2, using: &random) : nil
        }
        other = seed % 3 == 0 ? 0 : nil
    }

    var start: Int? { 0 }

    func next(_ state: Int, _ byte: UInt8) -> Int? {
        switch byte {
        case 97...101: table[state][Int(byte) - 97]
        case 0x20...: other
        default: nil
        }
    }

    func distance(_ state: Int) -> Int? { accepts[state] }
}

/// A term with its entry and distance.
private struct Visit: Equatable {
    var term: [UInt8]
    var entry: TermEntry
    var distance: Int
}

private let never = { @Sendable () -> Bool in false }

private func walk(_ table: TermTable, _ states: some TermStates) throws -> [Visit] {
    var automaton = TermAutomaton(states)
    var found: [Visit] = []
    _ = try table.walk(&automaton, isOver: never) { term, entry, distance in
        found.append(Visit(term: term.indices.map { term[$0] }, entry: entry, distance: distance))
    }
    return found
}

/// Every term is looked at.
private func filter(_ terms: [[UInt8]], _ states: some TermStates) -> [Visit] {
    let automaton = TermAutomaton(states)
    return terms.enumerated().compactMap { ordinal, term in
        let isMarked = term.count > 1 && term[term.count - 1] < 0x20
        guard let distance = automaton.distance(of: isMarked ? term.dropLast() : term[...]) else {
            return nil
        }
        return Visit(term: term, entry: sampleEntry(ordinal), distance: distance)
    }
}

/// Words of few letters, some with the mark of a language, some very long; and stems.
private func markedTerms(count: Int, seed: UInt64) -> [[UInt8]] {
    var random = SeededGenerator(state: seed)
    var terms: Set<[UInt8]> = []
    while terms.count < count {
        let greatest = [3, 6, 12, 255].randomElement(using: &random) ?? 3
        let length = Int.random(in: 1...greatest, using: &random)
        var term: [UInt8] = (0..<length).map { _ in UInt8.random(in: 97...99, using: &random) }
        if Int.random(in: 0..<9, using: &random) == 0 { term[length / 2] = 0xC3 }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: terms.insert(Array("\u{1}en\u{1}".utf8) + term)
        case 1: for mark in 2...5 as ClosedRange<UInt8> { terms.insert(term + [mark]) }
        default: terms.insert(term)
        }
    }
    return terms.sorted { $0.lexicographicallyPrecedes($1) }
}

@Suite("A walk over a dictionary") struct TermWalkTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func table(_ bytes: [UInt8], _ name: String = "terms") throws -> TermTable {
        try folder.write(name, bytes)
        return try TermTable(folder.map(name).allBytes, documentCount: 1 << 30)
    }

    @Test(
        "finds the terms that the automaton accepts, with or without their mark, and no other",
        arguments: [0, 1, 2, 31, 32, 33, 63, 64, 65, 100, 1000, 5000])
    func finds(count: Int) throws {
        let terms = markedTerms(count: count, seed: UInt64(count))
        let table = try table(dictionary(of: terms))
        for seed in 0..<60 as Range<UInt64> {
            let states = SmallStates(seed: seed)
            #expect(try walk(table, states) == filter(terms, states), "\(seed)")
        }
    }

    @Test("ends when it is told to, and at the end")
    func ends() throws {
        let terms = markedTerms(count: 3000, seed: 1)
        let table = try table(dictionary(of: terms))
        struct Everything: TermStates {
            let classes = ByteClasses(startingAt: [0x20])
            var start: Int? { 0 }
            func next(_ state: Int, _ byte: UInt8) -> Int? { byte < 0x20 ? nil : 0 }
            func distance(_ state: Int) -> Int? { 0 }
        }
        var automaton = TermAutomaton(Everything())
        var count = 0
        let atOnce = { true }
        let stopped = try table.walk(&automaton, isOver: atOnce) { _, _, _ in count += 1 }
        #expect(stopped == .stopped)
        #expect(count > 0 && count < terms.count)
        count = 0
        let done = try table.walk(&automaton, isOver: never) { _, _, _ in count += 1 }
        #expect(done == .done)
        #expect(count == terms.count { $0[0] != 1 })
    }

    @Test("gives up an automaton of too many states, and asks while it makes them whether it is over")
    func tooComplex() throws {
        struct Endless: TermStates {
            let classes = ByteClasses(startingAt: UInt8(0x20)...0xFF)
            var start: [UInt8]? { [] }
            func next(_ state: [UInt8], _ byte: UInt8) -> [UInt8]? { state + [byte] }
            func distance(_ state: [UInt8]) -> Int? { nil }
            func size(of state: [UInt8]) -> Int { state.count }
        }
        let table = try table(dictionary(of: markedTerms(count: 40_000, seed: 2)))
        var automaton = TermAutomaton(Endless())
        let tooComplex = try table.walk(&automaton, isOver: never) { _, _, _ in }
        #expect(tooComplex == .tooComplex)
        var askedCount = 0
        var other = TermAutomaton(Endless())
        let isOver = {
            askedCount += 1
            return askedCount == 3
        }
        let stopped = try table.walk(&other, isOver: isOver) { _, _, _ in }
        #expect(stopped == .stopped)
    }

    @Test(
        "through a damaged dictionary never traps and always ends",
        arguments: [0x01, 0x10, 0x80, 0xFF] as [UInt8])
    func damaged(change: UInt8) throws {
        let terms = markedTerms(count: 70, seed: 3).filter { $0.count < 20 }
        let bytes = dictionary(of: terms)
        let states = [SmallStates(seed: 0), SmallStates(seed: 3), SmallStates(seed: 4)]
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= change
            for bytes in change == 1 ? [damaged, Array(bytes.prefix(index))] : [damaged] {
                guard let table = try? table(bytes) else { continue }
                for states in states { _ = try? walk(table, states) }
            }
        }
    }
}
