/// The elements that matter to reading a page; all others are `other`.
enum HTMLTag: UInt8, CaseIterable, Sendable {
    /// A text node.
    case text
    case other
    case a, abbr, address, applet, article, aside, audio, b, base, blockquote, body, br, button
    case canvas, caption, center, cite, code, dd, del, details, dialog, dir, div, dl, dt, em, embed
    case fieldset, figcaption, figure, font, footer, form, frame, frameset, h1, h2, h3, h4, h5, h6, head,
        header
    case hgroup, hr, html, i, iframe, img, input, ins, kbd, label, legend, li, link, main, map, math, menu,
        meta
    case nav, noframes, noscript, object, ol, optgroup, option, output, p, param, picture, pre, q, rp, rt,
        ruby
    case s, samp, script, section, select, small, source, span, strong, style, sub, summary, sup, svg
    case table, tbody, td, template, textarea, tfoot, th, thead, time, title, tr, track, u, ul, `var`, video,
        wbr

    /// Begins a new block of text.
    var isBlock: Bool { Self.blocks.contains(self) }

    /// Holds nothing that a reader would call text of the page.
    var isUnread: Bool { Self.unread.contains(self) }

    /// Holds no markup.
    var isRaw: Bool { self == .script || self == .style }

    /// `h1` … `h6`.
    var isHeading: Bool { rawValue >= Self.h1.rawValue && rawValue <= Self.h6.rawValue }

    private static let blocks = TagSet([
        .address, .article, .aside, .blockquote, .body, .caption, .center, .dd, .details, .dialog, .dir, .div,
        .dl, .dt, .fieldset, .figcaption, .figure, .footer, .form, .frame, .h1, .h2, .h3, .h4, .h5, .h6,
        .header, .hgroup, .hr, .html, .legend, .li, .main, .menu, .nav, .ol, .p, .pre, .section, .summary,
        .table, .tbody, .td, .tfoot, .th, .thead, .tr, .ul,
    ])

    private static let unread = TagSet([
        .applet, .audio, .button, .canvas, .dialog, .embed, .frameset, .head, .iframe, .input, .map, .math,
        .noframes, .noscript, .object, .optgroup, .option, .output, .rp, .rt, .script, .select, .style, .svg,
        .template, .textarea, .video,
    ])

    static let names = NameTable(allCases.dropFirst(2).map { ("\($0)", $0.rawValue) })
}

/// A set of tags, asked in a few instructions.
struct TagSet: Sendable {
    private var bits: (UInt64, UInt64) = (0, 0)

    init(_ tags: [HTMLTag]) {
        for tag in tags {
            let bit: UInt64 = 1 << UInt64(tag.rawValue & 63)
            if tag.rawValue < 64 { bits.0 |= bit } else { bits.1 |= bit }
        }
    }

    @inline(__always)
    func contains(_ tag: HTMLTag) -> Bool {
        (tag.rawValue < 64 ? bits.0 : bits.1) >> UInt64(tag.rawValue & 63) & 1 == 1
    }
}

/// The attributes that a page keeps.
enum HTMLAttribute: UInt8, CaseIterable, Sendable {
    case `class`, id, itemprop, itemtype, itemscope, property, name, content, datetime, rel, href, lang, role
    case title, type, style, hidden, ariaHidden, dataComponent, dataTest, dataType, dataModule, charset

    static let names = NameTable(
        [
            ("aria-hidden", ariaHidden), ("data-component", dataComponent), ("data-testid", dataTest),
            ("data-type", dataType), ("data-module", dataModule), ("xml:lang", lang),
        ].map { ($0.0, $0.1.rawValue) }
            + allCases.filter { ![ariaHidden, dataComponent, dataTest, dataType, dataModule].contains($0) }
            .map { ("\($0)", $0.rawValue) })
}

/// Numbers of names of up to 16 bytes, found without making a string.
struct NameTable: Sendable {
    private struct Entry {
        var key = NameKey()
        var value: UInt8 = 0
    }

    private var entries: [Entry]

    init(_ names: [(String, UInt8)]) {
        var size = 16
        while size < names.count * 3 { size *= 2 }
        entries = Array(repeating: Entry(), count: size)
        for (name, value) in names {
            var key = NameKey()
            for byte in name.utf8 { key.append(byte) }
            var slot = key.hash & (size - 1)
            while entries[slot].key != NameKey() { slot = (slot + 1) & (size - 1) }
            entries[slot] = Entry(key: key, value: value)
        }
    }

    @inline(__always)
    subscript(_ key: NameKey) -> UInt8? {
        guard key.count <= 16 else { return nil }
        var slot = key.hash & (entries.count - 1)
        while entries[slot].key.count > 0 {
            if entries[slot].key == key { return entries[slot].value }
            slot = (slot + 1) & (entries.count - 1)
        }
        return nil
    }
}

/// A name of ASCII letters in two machine words.
struct NameKey: Equatable, Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private(set) var count = 0

    /// Lower-cases ASCII letters; what comes after 16 bytes is only counted.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        let letter = UInt64(byte &- 0x41 < 26 ? byte | 0x20 : byte)
        if count < 8 {
            low |= letter << UInt64(8 * count)
        } else if count < 16 {
            high |= letter << UInt64(8 * (count - 8))
        }
        count += 1
    }

    var hash: Int {
        // Source: the odd multiplier of Knuth's multiplicative hashing, 2⁶⁴ divided by the golden ratio.
        let mixed = (low ^ (high &* 31)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 40)
    }
}
