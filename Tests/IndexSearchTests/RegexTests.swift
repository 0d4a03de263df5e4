import IndexAnalysis
import IndexCore
import TestSupport
import Testing

@testable import IndexSearch

private func accepts(_ pattern: TermPattern, _ word: String) throws -> Bool {
    try PatternAutomaton(pattern, Tokenizer()).distance(of: Array(word.utf8)) != nil
}

/// Where a regular expression can end in a word, from a place on: all of them, found by trying.
private func ends(_ regex: IndexSearch.Regex, _ word: [Unicode.Scalar], _ start: Int) -> Set<Int> {
    switch regex {
    case .literal(let text):
        let scalars = Array(text.unicodeScalars)
        return word[start...].starts(with: scalars) ? [start + scalars.count] : []
    case .anyOf(let ranges):
        let isThere = start < word.count && ranges.contains { $0.contains(word[start].value) }
        return isThere ? [start + 1] : []
    case .noneOf(let ranges):
        let isThere = start < word.count && !ranges.contains { $0.contains(word[start].value) }
        return isThere ? [start + 1] : []
    case .sequence(let parts):
        return parts.reduce(Set([start])) { places, part in
            places.reduce(into: Set<Int>()) { $0.formUnion(ends(part, word, $1)) }
        }
    case .either(let parts): return parts.reduce(into: Set<Int>()) { $0.formUnion(ends($1, word, start)) }
    case .repeated(let part, let least, let most):
        var (places, found): (Set<Int>, Set<Int>) = ([start], least == 0 ? [start] : [])
        // More rounds than letters, and than are asked for, find nothing new.
        for round in 1...(max(least, word.count) + 1) where round <= most ?? .max {
            places = places.reduce(into: Set<Int>()) { $0.formUnion(ends(part, word, $1)) }
            if round >= least { found.formUnion(places) }
        }
        return found
    }
}

/// Regular expressions of every kind.
private struct RegexMaker {
    var random: SeededGenerator

    mutating func regex(_ depth: Int = 0) -> String {
        switch Int.random(in: 0..<(depth < 4 ? 12 : 4), using: &random) {
        case 0, 1: return ["a", "b", "я", "서", "\\.", "1"].randomElement(using: &random) ?? "a"
        case 2:
            return ["[ab]", "[^a]", "[a-c1-3]", "[^я-서b]", "\\d", "\\w", "\\D", "[]a]"].randomElement(
                using: &random) ?? "."
        case 3: return "."
        case 4, 5, 6: return regex(depth + 1) + regex(depth + 1)
        case 7, 8: return "(\(regex(depth + 1))|\(regex(depth + 1)))"
        default:
            let times = ["*", "+", "?", "{2}", "{0,2}", "{1,}", "{0}"].randomElement(using: &random) ?? "*"
            return "(\(regex(depth + 1)))" + times
        }
    }

    mutating func word() -> String {
        let letters: [String] = ["a", "b", "c", "1", "я", "서", "𝔸"]
        return (0..<Int.random(in: 0...6, using: &random)).map { _ in
            letters.randomElement(using: &random) ?? "a"
        }
        .joined()
    }
}

@Suite("Regular expressions") struct RegexTests {
    @Test("match the whole words that trying every way matches", arguments: 0..<8 as Range<UInt64>)
    func random(seed: UInt64) throws {
        var maker = RegexMaker(random: SeededGenerator(state: seed))
        var matchCount = 0
        for _ in 0..<150 {
            let text = maker.regex()
            let regex = try RegexReader.read(text)
            // Of letters that folding leaves as they are.
            let automaton = try PatternAutomaton(.regex(text), Tokenizer())
            for _ in 0..<20 {
                let word = maker.word()
                let scalars = Array(word.unicodeScalars)
                let expected = ends(regex, scalars, 0).contains(scalars.count)
                #expect((automaton.distance(of: Array(word.utf8)) != nil) == expected, "\(text) \(word)")
                matchCount += expected ? 1 : 0
            }
        }
        #expect(matchCount > 50)
    }

    @Test("fold letters, classes and what classes leave out")
    func folding() throws {
        for (regex, word, matches) in [
            ("SÉOUL", "seoul", true), ("[A-C]+", "abc", true), ("[^A]b", "ab", false), ("[^A]b", "cb", true),
            ("[É]", "e", true), ("[^É]", "e", false), ("STRASSE", "strasse", true),
            ("Straße", "strasse", true),
            ("^kor.*$", "korea", true), ("kor", "korea", false), ("(?:a|b)c", "bc", true), ("", "", true),
            ("a\\/b", "a/b", true), ("[\\]]", "]", true), ("[a\\-z]", "-", true), ("[a-]", "-", true),
            ("\\W", "'", true), ("\\w", "'", false), ("don\\Wt", "don't", true), (".", "\u{1F600}", true),
            ("..", "\u{1F600}", false), ("[\u{1}-z]+", "\u{1}en", false), (".*", "\u{1}en\u{1}a", false),
            ("[bBa-cÀ-ÿb]{4}", "aboÿ", true), ("[^bBa-cÀ-ÿb]", "o", false), ("[^bBa-cÀ-ÿb]", "k", true),
        ] as [(String, String, Bool)] {
            #expect(try accepts(.regex(regex), word) == matches, "\(regex) \(word)")
        }
    }

    @Test(
        "that are none are told with the place of what is wrong",
        arguments: [
            ("(ab", 0, "not closed"), ("a)b", 1, "nothing opened"), ("a[bc", 1, "[ is not closed"),
            ("é*+?{", 5, "After {"), ("*a", 0, "nothing for * to repeat"), ("a|+", 2, "nothing for +"),
            ("a\\", 1, "ends the pattern"), ("[z-a]", 1, "runs backwards"), ("서[z-a]", 4, "runs backwards"),
            ("a{2,1}", 1, "After {"), ("a{256}", 1, "255"), ("a{x}", 1, "After {"), ("a{", 1, "After {"),
            ("a{1,2", 1, "After {"), ("[", 0, "[ is not closed"), ("[]", 0, "[ is not closed"),
            ("[^]", 0, "[ is not closed"), ("[a\\", 0, "[ is not closed"),
            (String(repeating: "(", count: 60), 50, "nested"),
            ("a" + String(repeating: "*", count: 9), 9, "More than 8 signs"),
            ("é(b{2}+*?{2}+*?)?+{2}?+{2}?+{2}", 29, "More than 8 signs"),
        ] as [(String, Int, String)])
    func problems(text: String, offset: Int, reason: String) {
        do throws(PatternProblem) {
            _ = try RegexReader.read(text)
            Issue.record("\(text) is read")
        } catch {
            #expect(error.offset == offset, "\(text): \(error)")
            #expect(error.reason.contains(reason), "\(text): \(error)")
        }
    }

    @Test("of any characters are read or refused", arguments: 0..<4 as Range<UInt64>)
    func hostile(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let signs = Array("ab()[]{}*+?|\\^$.-,123é서\u{1}😀".unicodeScalars)
        for _ in 0..<3000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                if let sign = signs.randomElement(using: &random) { text.append(sign) }
            }
            do throws(PatternProblem) {
                _ = try RegexReader.read(String(text))
            } catch {
                #expect((0...String(text).utf8.count).contains(error.offset), "\(text)")
            }
        }
    }

    @Test("that are too large are refused before they take much memory or time")
    func size() {
        for text in ["(a{255}){255}", "((\\w{99}){99}){99}", "(((.{9}){255}){255}){255}"] {
            #expect(throws: PatternProblem.self) { try PatternAutomaton(.regex(text), Tokenizer()) }
        }
    }

    @Test("of very many signs of repetition are refused", arguments: ["*", "?+", "{2}", "{0}"])
    func manyQuantifiers(signs: String) {
        #expect(throws: PatternProblem.self) {
            try RegexReader.read("a" + String(repeating: signs, count: 100_000))
        }
    }

    @Test("with a long class that is often repeated take the time of a short one")
    func longClasses() throws {
        let text = "[" + String(repeating: "aB", count: 2000) + "]{255}{30}"
        let start = ContinuousClock.now
        #expect(try accepts(.regex(text), String(repeating: "ab", count: 255 * 15)))
        #expect(start.duration(to: .now) < .seconds(5))
    }
}

@Suite("Prefixes and wildcards") struct WildcardTests {
    @Test("match whole folded words")
    func words() throws {
        let long = String(repeating: "a", count: EditStates.greatestLength + 1)
        for (pattern, word, matches) in [
            (.prefix("Séo"), "seoul", true), (.prefix("seoul"), "seoul", true),
            (.prefix("seoul"), "seou", false),
            (.prefix("서"), "서울", true), (.wildcard("*ou?"), "seoul", true),
            (.wildcard("*ou?"), "seou", false),
            (.wildcard("s*l"), "sl", true), (.wildcard("s?l"), "sl", false), (.wildcard("?"), "𝔸", true),
            (.wildcard("a\\*b"), "a*b", true), (.wildcard("a\\*b"), "axb", false),
            (.wildcard("*"), "\u{1}en\u{1}x", false), (.wildcard("*"), "", true),
            (.fuzzy(long, distance: nil), long, true), (.fuzzy(long, distance: nil), long + "a", false),
        ] as [(TermPattern, String, Bool)] {
            #expect(try accepts(pattern, word) == matches, "\(pattern) \(word)")
        }
    }
}

@Suite("UTF-8 of ranges") struct UTF8RangesTests {
    private static func sequences(of range: ClosedRange<UInt32>) -> [[ClosedRange<UInt8>]] {
        var sequences: [[ClosedRange<UInt8>]] = []
        UTF8Ranges.forEach(in: range) { sequences.append($0) }
        return sequences
    }

    private static func count(_ value: UInt32, _ sequences: [[ClosedRange<UInt8>]]) -> Int {
        guard let scalar = Unicode.Scalar(value) else { return 0 }
        let bytes = Array(UTF8.encode(scalar)!)
        return sequences.count { $0.count == bytes.count && zip($0, bytes).allSatisfy { $0.contains($1) } }
    }

    @Test("covers every character of the range once, and none beside it")
    func exact() {
        let edges: [UInt32] = [
            0x20, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF,
        ]
        var random = SeededGenerator(state: 1)
        var values = edges + edges.map { $0 + 1 } + edges.map { $0 - 1 }
        values += (0..<10).map { _ in UInt32.random(in: 0x20...0x10FFFF, using: &random) }
        values = values.filter { Unicode.Scalar($0) != nil }.sorted()
        for low in values {
            for high in values where high >= low {
                let sequences = Self.sequences(of: low...high)
                let wrong = values.filter { Self.count($0, sequences) != ((low...high).contains($0) ? 1 : 0) }
                #expect(wrong.isEmpty, "\(low)...\(high): \(wrong)")
            }
        }
    }

    @Test(
        "covers all of some ranges",
        arguments: [0x60...0x90, 0x7D0...0x830, 0xD700...0xE010, 0xFF00...0x10100, 0x10FF00...0x10FFFF])
    func whole(range: ClosedRange<Int>) {
        let range = UInt32(range.lowerBound)...UInt32(range.upperBound)
        let sequences = Self.sequences(of: range)
        for value in range.lowerBound - 50...min(range.upperBound + 50, 0x10FFFF)
        where Unicode.Scalar(value) != nil {
            #expect(Self.count(value, sequences) == (range.contains(value) ? 1 : 0), "\(value)")
        }
    }

    @Test("Merged ranges hold the same characters, ascend and are apart")
    func merged() {
        var random = SeededGenerator(state: 3)
        for _ in 0..<500 {
            let ranges = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                let low = UInt32.random(in: 0...60, using: &random)
                return low...low + UInt32.random(in: 0...5, using: &random)
            }
            let merged = CharacterRanges.merged(ranges)
            #expect(Set(merged.joined()) == Set(ranges.joined()), "\(ranges)")
            #expect(
                zip(merged, merged.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound }, "\(ranges)")
        }
    }

    @Test("A complement holds what its ranges do not")
    func complement() {
        var random = SeededGenerator(state: 2)
        for _ in 0..<300 {
            let ranges = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                let ends = [
                    0, 0x20, 0x60, 0xD7FF, 0xE000, 0x10FFFF, UInt32.random(in: 0...0x200, using: &random),
                ]
                .shuffled(using: &random).prefix(2).sorted()
                return ends[0]...ends[1]
            }
            let rest = CharacterRanges.complement(of: ranges)
            for value in [
                0, 0x1F, 0x20, 0x21, 0x5F, 0x60, 0x61, 0x1FF, 0x200, 0xD7FF, 0xE000, 0xE001, 0x10FFFE,
                0x10FFFF,
            ] as [UInt32] {
                let isOfWords = CharacterRanges.all.contains { $0.contains(value) }
                let isLeft = isOfWords && !ranges.contains { $0.contains(value) }
                #expect(rest.contains { $0.contains(value) } == isLeft, "\(ranges) \(value)")
            }
        }
    }
}
