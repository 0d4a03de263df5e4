/// What the keys do, for the screen of all keys and for the line below the panes.
enum KeyHelp {
    static let sections: [(title: String, keys: [(keys: String, use: String)])] = [
        (
            "Everywhere",
            [
                ("Tab, Shift-Tab", "next, previous pane: query, hits, facets"),
                ("?, F1", "these keys"), ("Ctrl-L", "write the screen anew"),
                ("Ctrl-Z", "stop, to go on with fg"), ("Ctrl-C", "leave; q too, where nothing is typed"),
            ]
        ),
        (
            "Query",
            [
                ("any text", "searches as you type"),
                ("Enter, Down", "to the hits; Enter again searches on when time ran out"),
                ("Left, Right, Ctrl-A, Ctrl-E", "move in the line; Alt-B, Alt-F by words"),
                ("Ctrl-W, Ctrl-U, Ctrl-K", "delete a word, all before, all after the cursor"),
                ("Up, Ctrl-P, Ctrl-N", "queries before, after"),
                ("Backspace", "in an empty line, takes the last filter away"),
            ]
        ),
        (
            "Hits",
            [
                ("Up, Down, PgUp, PgDn, g, G", "move; also j and k"), ("Enter", "read the article"),
                ("/, Esc", "to the query"), ("m", "all words must occur, or any"),
                ("s", "choose the order: by relevance, date, title, length or a facet"),
                ("c", "clear all filters and days"), ("o", "leave, and print the article's id"),
            ]
        ),
        (
            "Facets",
            [
                ("Up, Down, j, k", "move; Left, Right by facets"),
                ("Space, Enter", "only articles with the value, or no longer; unfolds a facet"),
                ("e", "only articles with this or another value taken so, or no longer"),
                ("x", "only articles without the value, or no longer"),
                ("/", "only values with what you type in a name of theirs; Esc for all"),
                ("a", "count what articles name, or what they are about"),
                ("t", "count a facet in the hits, or as if no value of it were chosen"),
                ("s, c", "choose the order of hits; clear all filters and days"),
            ]
        ),
        (
            "Article",
            [
                ("Up, Down, Space, b, g, G", "scroll; also j, k, PgUp, PgDn"),
                ("n, N", "next, previous word that was searched for"),
                ("e", "which words gave its facet values; Enter there goes to them"),
                ("Left, Right", "the article before, after"), ("o", "leave, and print the article's id"),
                ("q, Esc", "back to the hits"),
            ]
        ),
    ]

    private static let keyWidth = 31
    /// In narrower terminals what a key does stands below it.
    private static let leastWidthForColumns = 64

    /// The screen of all keys.
    static func lines(width: Int) -> [(text: String, style: Style)] {
        var lines: [(text: String, style: Style)] = []
        for (title, keys) in sections {
            if !lines.isEmpty { lines.append(("", .plain)) }
            lines.append((title, .heading))
            for (keys, use) in keys { lines += self.lines(of: keys, use, width: width) }
        }
        return lines
    }

    private static func lines(of keys: String, _ use: String, width: Int) -> [(text: String, style: Style)] {
        let indent = width < leastWidthForColumns ? 4 : keyWidth
        let bytes = Array(use.utf8)
        var texts = lineRanges(of: bytes, in: 0..<bytes.count, width: max(8, width - indent)).map {
            String(repeating: " ", count: indent) + String(decoding: bytes[$0], as: UTF8.self)
        }
        if width < leastWidthForColumns {
            texts.insert("  " + keys, at: 0)
        } else {
            let gap = String(repeating: " ", count: max(1, keyWidth - 2 - keys.count))
            texts[0] = "  " + keys + gap + texts[0].dropFirst(indent)
        }
        return texts.map { ($0, .plain) }
    }
}
