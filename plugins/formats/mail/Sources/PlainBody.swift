import TextFormat

/// The lines of a plain message, parted into what its writer wrote and what goes with it.
struct PlainBody {
    /// What the writer wrote.
    var text: [UInt8] = []
    /// Lines of others that are answered to, without their marks, with the line that introduces them.
    var quoted: [UInt8] = []
    /// What follows the line `-- `.
    var signature: [UInt8] = []

    init(_ bytes: [UInt8]) {
        var isSignature = false
        var isForwarded = false
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? line.dropLast() : line
        }[...]
        while let line = lines.popFirst() {
            if line.elementsEqual("-- ".utf8) || line.elementsEqual("--".utf8) {
                isSignature = true
            } else if isSignature {
                signature += line + [0x0A]
            } else if isForwarded || line.first == UInt8(ascii: ">") {
                let unmarked = line.drop(while: { $0 == UInt8(ascii: ">") || $0 == 0x20 })
                quoted += unmarked + [0x0A]
            } else if Self.startsOriginal(line) {
                isForwarded = true
            } else if Self.introduces(line, lines) {
                quoted += line + [0x0A]
            } else {
                text += line + [0x0A]
            }
        }
    }

    /// `-----Original Message-----` in any language: words between hyphens, before the headers of another message.
    private static func startsOriginal(_ line: ArraySlice<UInt8>) -> Bool {
        let line = line.trimmed
        return line.count >= 14 && line.count < 80 && line.starts(with: "-----".utf8)
            && line.suffix(5).elementsEqual("-----".utf8) && line.contains { $0 > 0x40 }
    }

    /// `On Monday Ann Lee wrote:` in any language: it ends with a colon, and quoted lines follow.
    private static func introduces(_ line: ArraySlice<UInt8>, _ rest: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        guard line.trimmed.last == UInt8(ascii: ":"), line.count < 200 else { return false }
        return rest.prefix(2).first { !$0.trimmed.isEmpty }?.first == UInt8(ascii: ">")
    }
}
