/// Recognises what pages leave behind in copied text: notices, sharing and reply forms.
///
/// Made of a whole line or paragraph; each question looks at its beginning, in lower case, and at its length. The
/// beginning is put into lower case once.
struct Remains {
    private let bytes: [UInt8]
    /// Without the marks before it.
    private let text: ArraySlice<UInt8>
    /// The beginning of `text`.
    private let folded: [UInt8]
    private let isSentence: Bool

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // The marks of a footnote, of emphasis, of a bracket.
        text = bytes.drop { $0 == 0x2A || $0 == 0x5F || $0 == 0x28 || $0 == 0x5B || $0 == 0x20 }
        folded = PhraseTable.folded(text)
        isSentence = bytes.last == 0x2E || bytes.suffix(3).elementsEqual([0xE3, 0x80, 0x82])
    }

    private func begins(_ table: PhraseTable, limit: Int) -> Bool {
        bytes.count <= limit && table.match(folded[...]) != nil
    }

    /// The beginning with the marks before it.
    private var marked: [UInt8] { text.startIndex == 0 ? folded : PhraseTable.folded(bytes[...]) }

    /// The reply form, after which nothing of the article comes.
    var startsReply: Bool {
        begins(RemainPhrases.replySentences, limit: 200)
            || !isSentence && begins(RemainPhrases.replies, limit: 60)
    }

    /// The same of a line that is asked nothing else.
    static func startsReply(_ line: ArraySlice<UInt8>) -> Bool {
        line.count <= 200 && Remains(Array(line)).startsReply
    }

    /// `3 Comments`, `Comments (12)`, `12 thoughts on “…”`, `Ann says:`.
    var startsComments: Bool {
        guard bytes.count <= 120, !isSentence else { return false }
        let folded = marked
        let digits = folded.prefix { (0x30...0x39).contains($0) }
        let rest = folded[digits.endIndex...].drop { $0 == 0x20 }
        guard let length = RemainPhrases.comments.match(rest) else { return false }
        let after = rest.dropFirst(length)
        if !digits.isEmpty {
            return after.isEmpty
                || after.count <= 80 && after.first != 0x2E && RemainPhrases.ofComments.match(after) != nil
        }
        return !after.isEmpty && after.allSatisfy { "():0123456789 ".utf8.contains($0) } && bytes.hasDigit
    }

    /// A commenter's name before what was said: `Ann Lee says:`, `Ann Lee on May 4, 2019 at 3:12 pm said:`.
    var isCommenter: Bool {
        guard bytes.count <= 80, bytes.last == 0x3A else { return false }
        let folded = PhraseTable.folded(bytes.dropLast())
        return [" says", " said", " sagt", " dit", " dice", " ha detto", " disse", " zegt", " schreibt"]
            .contains {
                folded.count > $0.utf8.count && folded.suffix($0.utf8.count).elementsEqual($0.utf8)
            }
    }

    var startsRelated: Bool { !isSentence && begins(RemainPhrases.related, limit: 48) }

    /// `Read more: How the ferry came back`: one line that leads elsewhere.
    var isReadMore: Bool { bytes.last != 0x2E && begins(RemainPhrases.readMore, limit: 220) }

    var isSharing: Bool { begins(RemainPhrases.sharing, limit: 140) }

    /// Newsletters, subscriptions and consent: prompts to the reader.
    var isPrompt: Bool { begins(RemainPhrases.prompts, limit: 400) }

    /// A list of the page's keywords, not a sentence.
    var isLabels: Bool {
        bytes.count <= 200 && bytes.last != 0x2E && RemainPhrases.labels.match(marked[...]) != nil
    }

    var isCredit: Bool { begins(RemainPhrases.credits, limit: 300) }

    var startsBiography: Bool { begins(RemainPhrases.biographies, limit: 1200) }

    /// Whether nothing follows the words of `About the author`, so that the next paragraph is the biography.
    var isBiographyHeading: Bool {
        guard let length = RemainPhrases.biographies.match(folded[...]) else { return false }
        return folded.count - length <= 3
    }

    /// `*Ann Lee is …`, a footnote that begins with an author's first name; or `Ann Lee is …` with the whole name.
    func isAbout(_ authors: [String]) -> Bool {
        guard bytes.count <= 1200, !authors.isEmpty else { return false }
        let isMarked = text.startIndex > 0
        return authors.contains { author in
            guard let first = author.split(separator: " ").first else { return false }
            if isMarked { return text.starts(with: first.utf8) }
            guard text.starts(with: author.utf8) else { return false }
            let rest = text.dropFirst(author.utf8.count)
            return rest.first == 0x20 || rest.first == 0x2C
                ? RemainPhrases.professions.match(
                    PhraseTable.folded(rest.drop { $0 == 0x20 || $0 == 0x2C })[...]) != nil : false
        }
    }

    /// `(The writer is …)`, `_Bo Dahl is a reporter._`: a paragraph wholly in marks that says who somebody is.
    var isMarkedBiography: Bool {
        guard bytes.count <= 600, let first = bytes.first, let last = bytes.last,
            (first == 0x2A && last == 0x2A) || (first == 0x5F && last == 0x5F)
                || (first == 0x28 && last == 0x29)
        else { return false }
        let words = String(decoding: text.prefix(200), as: UTF8.self).split(separator: " ")
        guard
            let verb = words.dropFirst(2).prefix(5).firstIndex(where: {
                ["is", "ist", "est", "es", "è", "é"].contains($0)
            })
        else { return false }
        return words[..<verb].allSatisfy { $0.first?.isUppercase == true || $0.count <= 3 }
    }

    var isNotice: Bool {
        begins(RemainPhrases.sources, limit: 160) || begins(RemainPhrases.copyright, limit: 300)
            || begins(RemainPhrases.notices, limit: 600)
    }

    /// `Ann Lee contributed to this report.`, `Follow Bo Dahl @bodahl`: of the last lines of an article.
    var isContribution: Bool {
        guard bytes.count <= 400 else { return false }
        let folded = PhraseTable.folded(text, limit: text.count)
        for index in folded.indices where folded[index] == 0x20 {
            if RemainPhrases.contributions.match(folded[(index + 1)...]) != nil { return true }
        }
        return bytes.count <= 240 && bytes.contains(0x40) && RemainPhrases.contacts.match(folded[...]) != nil
    }

    /// `The street in May. Credit: Ann Lee`: a caption that ends with who made the picture.
    var endsWithCredit: Bool {
        guard bytes.count <= 300, bytes.last != 0x2E, let colon = bytes.suffix(48).lastIndex(of: 0x3A),
            let space = bytes[..<colon].lastIndex(of: 0x20)
        else { return false }
        let label = bytes[(space + 1)...colon]
        return ["credit:", "photo:", "image:"].contains {
            label.count == $0.utf8.count && label.startsFolded($0)
        }
    }

    /// Where the article appeared first: `X` of "Source: This article was published by X".
    var origin: String? {
        guard bytes.count <= 400 else { return nil }
        var (text, folded) = (text, folded)
        if let length = RemainPhrases.sources.match(folded[...]) {
            let rest = text.dropFirst(length)
            let start = PhraseTable.folded(rest)
            if RemainPhrases.origins.match(start[...]) != nil { (text, folded) = (rest, start) }
        }
        guard let length = RemainPhrases.origins.match(folded[...]) else { return nil }
        let rest = text.dropFirst(length)
        guard let name = Self.name(rest) else { return nil }
        let isDate = DateLine.parse(rest.trimmed) != nil || DateLine.parse(Array("\(name) 2000".utf8)) != nil
        return isDate || !name.contains(where: \.isLetter) ? nil : name
    }

    /// The publication that the text begins with, without what follows it.
    private static func name(_ bytes: ArraySlice<UInt8>) -> String? {
        let folded = PhraseTable.folded(bytes, limit: bytes.count)
        var end = folded.count
        for stop in RemainPhrases.nameEnds {
            if let found = folded[...].range(of: stop), found.lowerBound > 0, found.lowerBound < end {
                end = found.lowerBound
            }
        }
        var name = bytes.prefix(end).trimmed
        let marks = Set(".,:;*_)]\"'".utf8)
        while let last = name.last, marks.contains(last) || last == 0x20 { name.removeLast() }
        while let first = name.first, marks.contains(first) || first == 0x20 { name.removeFirst() }
        for mark in ["“", "”", "«", "»", "„", "《", "》", "『", "』", "「", "」", "。"] {
            if name.starts(with: mark.utf8) { name.removeFirst(mark.utf8.count) }
            if name.count >= mark.utf8.count, name.suffix(mark.utf8.count).elementsEqual(mark.utf8) {
                name.removeLast(mark.utf8.count)
            }
        }
        // A small letter says that the article is the sentence's, not the name's.
        let articles = [
            "the ", "der ", "die ", "dem ", "den ", "le ", "la ", "l'", "l’", "el ", "il ", "de ", "het ",
            "o ",
        ]
        if let article = articles.first(where: { name.starts(with: $0.utf8) }) {
            name = name.dropFirst(article.utf8.count)
        }
        guard !name.isEmpty, name.count <= 120 else { return nil }
        return String(decoding: name.trimmed, as: UTF8.self)
    }
}
