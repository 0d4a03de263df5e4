/// A file name pattern: `*`, `?`, `[a-z]`, `[!a-z]`, `**`, and `\` before a character to take it literally.
///
/// As in gitignore, a pattern without `/` is matched against the last component of a path, any other against
/// the whole relative path, and one that ends in `/` matches folders only. `*`, `?` and sets never match `/`;
/// `**` between slashes stands for any number of folders.
struct Glob: Sendable {
    private let pattern: [UInt8]
    private let matchesWholePath: Bool
    private let isFolderOnly: Bool

    init(_ text: String) {
        var bytes = Array(text.utf8)
        isFolderOnly = bytes.count > 1 && bytes.last == Byte.slash
        if isFolderOnly { bytes.removeLast() }
        matchesWholePath = bytes.contains(Byte.slash)
        if bytes.first == Byte.slash { bytes.removeFirst() }
        pattern = bytes
    }

    /// True when the pattern matches a path relative to the root.
    ///
    /// - Complexity: O(pattern × path) for each `**`, which holds for hostile patterns too.
    func matches(_ relativePath: String, isFolder: Bool = false) -> Bool {
        if isFolderOnly && !isFolder { return false }
        let path = Array(relativePath.utf8)
        if matchesWholePath { return matches(path) }
        let start = path.lastIndex(of: Byte.slash).map { $0 + 1 } ?? 0
        return matches(Array(path[start...]))
    }

    /// Runs every way through the pattern at once: `reachable` holds the pattern positions still possible.
    private func matches(_ path: [UInt8]) -> Bool {
        var reachable = closure(of: [0], atComponentStart: true)
        // A multi-byte character counts as one: its later bytes are skipped together with its first.
        var index = 0
        while index < path.count {
            let end = characterEnd(path, index)
            var next: Set<Int> = []
            for position in reachable { step(position, path[index..<end], into: &next) }
            if next.isEmpty { return false }
            reachable = closure(of: next, atComponentStart: path[index] == Byte.slash)
            index = end
        }
        return reachable.contains(pattern.count)
    }

    /// Positions after taking one character of the path.
    private func step(_ position: Int, _ character: ArraySlice<UInt8>, into next: inout Set<Int>) {
        guard position < pattern.count else { return }
        let isSlash = character.first == Byte.slash
        switch pattern[position] {
        case Byte.star:
            if isDoubleStar(position) || !isSlash { next.insert(position) }
        case Byte.questionMark:
            if !isSlash { next.insert(position + 1) }
        case Byte.openBracket:
            if let set = CharacterSet(pattern, at: position) {
                if !isSlash && set.contains(scalar(character)) { next.insert(set.end) }
            } else if character.first == Byte.openBracket {
                next.insert(position + 1)
            }
        default:
            let start =
                pattern[position] == Byte.backslash && position + 1 < pattern.count ? position + 1 : position
            if pattern[start...].starts(with: character) { next.insert(start + character.count) }
        }
    }

    /// Adds the positions reachable without taking a character: past `*`, `**` and `**/`.
    private func closure(of positions: Set<Int>, atComponentStart: Bool) -> Set<Int> {
        var result = positions
        var pending = Array(positions)
        while let position = pending.popLast() {
            guard position < pattern.count, pattern[position] == Byte.star else { continue }
            var followers: [Int] = []
            if isDoubleStar(position) {
                let after = position + 2
                // `**/` may stand for no folder at all, but only where a component starts.
                if after < pattern.count && pattern[after] == Byte.slash {
                    if atComponentStart { followers.append(after + 1) }
                } else {
                    followers.append(after)
                }
            } else {
                followers.append(position + 1)
            }
            for follower in followers where result.insert(follower).inserted { pending.append(follower) }
        }
        return result
    }

    private func isDoubleStar(_ position: Int) -> Bool {
        position + 1 < pattern.count && pattern[position + 1] == Byte.star
    }
}

/// A set such as `[a-z_]` or `[!0-9]` inside a pattern.
private struct CharacterSet {
    private var ranges: [ClosedRange<UInt32>] = []
    private var isNegated = false
    /// Index of the first byte after `]`.
    private(set) var end: Int

    /// Nil when the bracket is never closed: it then stands for itself.
    init?(_ pattern: [UInt8], at start: Int) {
        var index = start + 1
        if index < pattern.count && (pattern[index] == Byte.exclamation || pattern[index] == Byte.caret) {
            isNegated = true
            index += 1
        }
        let first = index
        while index < pattern.count && (pattern[index] != Byte.closeBracket || index == first) {
            let lowEnd = characterEnd(pattern, index)
            let low = scalar(pattern[index..<lowEnd])
            index = lowEnd
            var high = low
            if index + 1 < pattern.count && pattern[index] == Byte.hyphen
                && pattern[index + 1] != Byte.closeBracket
            {
                let highEnd = characterEnd(pattern, index + 1)
                high = scalar(pattern[(index + 1)..<highEnd])
                index = highEnd
            }
            if low <= high { ranges.append(low...high) }
        }
        guard index < pattern.count else { return nil }
        end = index + 1
    }

    func contains(_ value: UInt32) -> Bool {
        ranges.contains { $0.contains(value) } != isNegated
    }
}

/// Index after the UTF-8 character that starts at `index`.
private func characterEnd(_ bytes: [UInt8], _ index: Int) -> Int {
    var end = index + 1
    while end < bytes.count && bytes[end] & 0xC0 == 0x80 { end += 1 }
    return end
}

private func scalar(_ character: ArraySlice<UInt8>) -> UInt32 {
    String(decoding: character, as: UTF8.self).unicodeScalars.first?.value ?? 0
}

/// ASCII bytes with a meaning in patterns and paths.
enum Byte {
    static let slash = UInt8(ascii: "/")
    static let star = UInt8(ascii: "*")
    static let questionMark = UInt8(ascii: "?")
    static let openBracket = UInt8(ascii: "[")
    static let closeBracket = UInt8(ascii: "]")
    static let backslash = UInt8(ascii: "\\")
    static let exclamation = UInt8(ascii: "!")
    static let caret = UInt8(ascii: "^")
    static let hyphen = UInt8(ascii: "-")
    static let dot = UInt8(ascii: ".")
}
