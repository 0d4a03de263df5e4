import TextFormat

/// Scripts that hold the tags of others within `<!--`, where `</script>` ends the inner one.
///
/// ```
/// <script>/*<!--*/ window.state = {"post": "<script src='x'></script><p>…"} /*-->*/</script>
/// ```
///
/// libxml2 ends the outer one there and takes the rest of its data for text of the page. Source: the HTML standard,
/// 13.2.5.22, script data double escaped state.
enum NestedScripts {
    /// Whether a script's first bytes say that it may hold others.
    static func mayFollow(_ start: some Sequence<UInt8>) -> Bool {
        Array(start.prefix(64))[...].range(of: "<!--") != nil
    }

    /// The page with `<\script` for the ends of inner scripts; nil where there are none.
    ///
    /// - Complexity: O(bytes).
    static func withoutEnds(_ bytes: [UInt8]) -> [UInt8]? {
        var result: [UInt8]?
        var index = 0
        while let open = bytes[index...].firstIndex(of: 0x3C) {
            index = open + 1
            guard bytes[open...].startsFolded("<script") else { continue }
            let script = script(bytes, from: index)
            // Without an end all the rest would be a script.
            guard let end = script.end else { break }
            for inner in script.innerEnds {
                if result == nil { result = bytes }
                result?[inner + 1] = 0x5C
            }
            index = end
        }
        return result
    }

    /// Where a script ends, and where those within it do.
    private static func script(_ bytes: [UInt8], from start: Int) -> (end: Int?, innerEnds: [Int]) {
        var innerEnds: [Int] = []
        var isComment = false
        var isInner = false
        var index = start
        while let next = bytes[index...].firstIndex(where: { $0 == 0x3C || $0 == 0x3E }) {
            index = next + 1
            let rest = bytes[next...]
            if bytes[next] == 0x3E {
                if next >= 2, bytes[next - 1] == 0x2D, bytes[next - 2] == 0x2D {
                    (isComment, isInner) = (false, false)
                }
            } else if rest.startsFolded("</script") {
                guard isInner else { return (next, innerEnds) }
                innerEnds.append(next)
                isInner = false
            } else if rest.startsFolded("<!--") {
                isComment = true
            } else if isComment, rest.startsFolded("<script") {
                isInner = true
            }
        }
        return (nil, innerEnds)
    }
}
