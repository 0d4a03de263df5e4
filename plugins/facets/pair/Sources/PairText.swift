import PluginAPI

/// What stands between the mentions of a document.
///
/// A class, as a document has too many arrays to be handed on by value.
final class PairText {
    private let document: TokenizedDocument

    init(_ document: TokenizedDocument) { self.document = document }

    /// The token behind the last of a zone.
    func zoneEnd(_ zone: Int) -> Int { Int(document.zoneTokens[zone + 1]) }

    /// What joins two mentions, the right one later; nil for names within each other, and for such that are far apart.
    func binding(_ left: Range<Int>, _ right: Range<Int>) -> Binding? {
        let gap = right.lowerBound - left.upperBound
        guard gap >= 0, gap <= PairFacet.longestGap else { return nil }
        if gap == 0, isDash(left.upperBound) { return .compound }
        if gap == 1, isJoiningWord(left.upperBound) { return .joined }
        return .sentence
    }

    private static let joiningWords = [
        "and", "with", "against", "versus", "vs", "et", "avec", "contre", "und", "mit", "gegen", "y", "con",
        "contra",
        "и", "с", "против",
    ].map { Array($0.utf8) }

    private func isJoiningWord(_ token: Int) -> Bool {
        let word = document.folded[
            Int(document.foldedOffsets[token])..<Int(document.foldedOffsets[token + 1])]
        return Self.joiningWords.contains { $0.count == word.count && $0.elementsEqual(word) }
    }

    /// Whether nothing but a hyphen, a dash or a slash stands before a token.
    private func isDash(_ token: Int) -> Bool {
        let (start, end) = (Int(document.ends[token - 1]), Int(document.starts[token]))
        // Mostly a blank.
        if end - start == 1, document.document.text[start] == 0x20 { return false }
        let gap = document.document.text[start..<end].filter { $0 != 0x20 }
        if gap == [UInt8(ascii: "-")] || gap == [UInt8(ascii: "/")] { return true }
        return gap.count == 3 && gap[0] == 0xE2 && gap[1] == 0x80 && (0x90...0x95).contains(gap[2])
    }

    /// Whether a sentence ends between two mentions of one zone.
    func endsSentence(after left: Range<Int>, before right: Range<Int>) -> Bool {
        guard left.upperBound <= right.lowerBound else { return false }
        for token in (left.upperBound - 1)..<right.lowerBound {
            let (end, next) = (Int(document.ends[token]), Int(document.starts[token + 1]))
            // Mostly a blank.
            if next - end == 1, document.document.text[end] == 0x20 { continue }
            let size = end - Int(document.starts[token])
            for offset in end..<max(end, next) where endsSentence(offset, afterWordOf: size) { return true }
        }
        return false
    }

    /// A full stop after a short word is mostly that of an abbreviation, such as *Gen.*
    private func endsSentence(_ offset: Int, afterWordOf size: Int) -> Bool {
        let text = document.document.text
        switch text[offset] {
        case UInt8(ascii: "!"), UInt8(ascii: "?"): return true
        case UInt8(ascii: "."):
            return size > 3 || offset + 1 == text.count || text[offset + 1] == UInt8(ascii: "\n")
        // The ideographic full stop.
        case 0xE3: return text[offset...].starts(with: [0xE3, 0x80, 0x82])
        case UInt8(ascii: "\n"): return offset + 1 < text.count && text[offset + 1] == UInt8(ascii: "\n")
        default: return false
        }
    }
}
