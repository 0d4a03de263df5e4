/// Recognises what pages leave behind in copied text: notices, sharing and reply forms.
enum Remains {
    private static let replies = [
        "leave a reply", "leave a comment", "leave your comment", "post a comment", "add a comment",
        "join the discussion",
        "cancel reply",
    ]
    private static let related = [
        "related articles", "related posts", "related stories", "you may also like", "more from this author",
        "read more:", "also read:",
    ]
    private static let sharing = [
        "share this", "like this:", "like loading", "click to share", "follow us on",
        "sign up for our newsletter",
        "subscribe to our newsletter", "print this article", "this site uses akismet",
    ]
    private static let labels = [
        "tags: ", "tagged: ", "labels: ", "categories: ", "filed under", "posted in ",
    ]
    private static let biographies = [
        "about the author", "about the writer", "about the contributor", "the author is ", "the writer is ",
    ]
    private static let origins = [
        "this article was originally published by ", "this article was originally published in ",
        "this article was originally published at ", "this article was originally published on ",
        "this article was first published by ", "this article was first published in ",
        "this article first appeared in ", "this article first appeared at ",
        "this article first appeared on ",
        "this article originally appeared in ", "this article originally appeared on ",
        "this article was published by ", "this article was published in ", "this article was published at ",
        "this article appeared at ", "this article appeared in ", "originally published by ",
        "originally published in ",
    ]

    static func startsReply(_ bytes: [UInt8]) -> Bool {
        if bytes.startsFolded("your email address will not be published") { return true }
        return bytes.count <= 60 && bytes.last != 0x2E && replies.contains(where: bytes.startsFolded)
    }

    static func startsRelated(_ bytes: [UInt8]) -> Bool {
        bytes.count <= 40 && related.contains(where: bytes.startsFolded)
    }

    static func isSharing(_ bytes: [UInt8]) -> Bool {
        bytes.count <= 100 && sharing.contains(where: bytes.startsFolded)
    }

    /// A list of the page's keywords, not a sentence.
    static func isLabels(_ bytes: [UInt8]) -> Bool {
        bytes.count <= 200 && bytes.last != 0x2E && labels.contains(where: bytes.startsFolded)
    }

    static func startsBiography(_ bytes: [UInt8]) -> Bool {
        let text = bytes.drop(while: { $0 == 0x2A || $0 == 0x20 })
        return text.count <= 1200 && biographies.contains(where: text.startsFolded)
    }

    /// `*Ann Lee is …`: a footnote that begins with an author's first name.
    static func isFootnote(_ bytes: [UInt8], authors: [String]) -> Bool {
        guard bytes.first == 0x2A, bytes.count <= 1200 else { return false }
        let text = String(decoding: bytes.drop(while: { $0 == 0x2A || $0 == 0x20 }), as: UTF8.self)
        return authors.contains { author in
            author.split(separator: " ").first.map { text.hasPrefix($0) } == true
        }
    }

    static func isNotice(_ bytes: [UInt8]) -> Bool {
        guard bytes.count <= 400 else { return false }
        if bytes.startsFolded("source: ") { return bytes.count <= 160 }
        return bytes.startsFolded("all rights reserved") || bytes.startsFolded("copyright ©")
            || bytes.startsFolded("the views expressed ") || bytes.startsFolded("the opinions expressed ")
            || bytes.startsFolded("views expressed in this article")
    }

    /// Where the article appeared first: `X` of "Source: This article was published by X".
    static func origin(_ bytes: [UInt8]) -> String? {
        guard bytes.count <= 240 else { return nil }
        var text = bytes[...]
        if text.startsFolded("source:") { text = text.dropFirst(7).trimmed }
        text = text.drop(while: { $0 == 0x2A })
        guard let phrase = origins.first(where: { text.startsFolded($0) }) else { return nil }
        var name = text.dropFirst(phrase.utf8.count).trimmed
        while let last = name.last, last == 0x2E || last == 0x2C || last == 0x20 { name.removeLast() }
        guard !name.isEmpty, name.count <= 120 else { return nil }
        return String(decoding: name, as: UTF8.self)
    }
}
