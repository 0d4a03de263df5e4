import TextFormat

/// What the names that an author gave to an element say of its role.
struct Cues: OptionSet, Sendable {
    let rawValue: UInt32

    /// Around the article: menus, sharing, related links, advertisements, forms.
    static let around = Cues(rawValue: 1)
    static let comments = Cues(rawValue: 2)
    static let byline = Cues(rawValue: 4)
    static let biography = Cues(rawValue: 8)
    static let caption = Cues(rawValue: 16)
    /// Holds the text of an article.
    static let body = Cues(rawValue: 32)
    /// Not shown.
    static let hidden = Cues(rawValue: 64)
    static let footnote = Cues(rawValue: 128)
    /// Said by the vocabulary of schema.org to be an article's body.
    static let stated = Cues(rawValue: 8192)
    /// Shown to nobody and read aloud: `link opens in a new window`, `list 1 of 4`.
    static let spoken = Cues(rawValue: 16384)
    // Halves of a body's name.
    static let subject = Cues(rawValue: 256)
    static let matter = Cues(rawValue: 512)
    // Halves of the name of a biography.
    static let person = Cues(rawValue: 1024)
    static let about = Cues(rawValue: 2048)
    /// Around the article, and never a name for the article itself.
    static let strong = Cues(rawValue: 4096)

    /// Cues of the words of a `class`, `id` or `data-` value.
    static func of(_ value: ArraySlice<UInt8>) -> Cues {
        var all: Cues = []
        var isNone = false
        var isShown = false
        for name in value.split(separator: 0x20).prefix(24) where !isEmbedded(name) {
            // WordPress lists an article's subjects among its classes.
            if name.startsFolded("tag-") || name.startsFolded("category-") || name.startsFolded("post-tag") {
                continue
            }
            // Bootstrap: `d-none` hides, `d-md-block` shows on screens of some width, `d-print-block` on paper.
            if name.startsFolded("d-") {
                if name.elementsEqual("d-none".utf8) {
                    isNone = true
                } else if !name.startsFolded("d-print") {
                    isShown = true
                }
                continue
            }
            if name.first == 0x73, name.startsFolded("sr-only") || name.startsFolded("screen-reader") {
                all.insert(.spoken)
            }
            all.formUnion(ofName(name))
        }
        if isNone, !isShown { all.insert(.hidden) }
        return all
    }

    /// Whether `embed` stands in a name: what is called so shows something else's parts.
    private static func isEmbedded(_ name: ArraySlice<UInt8>) -> Bool {
        var rest = name
        while let start = rest.firstIndex(where: { $0 | 0x20 == 0x65 }) {
            if rest[start...].startsFolded("embed") { return true }
            rest = rest[(start + 1)...]
        }
        return false
    }

    private static func ofName(_ name: ArraySlice<UInt8>) -> Cues {
        var cues: Cues = []
        var key = NameKey()
        var wasLower = false
        var negated = false
        var index = name.startIndex
        while index <= name.endIndex {
            let byte = index < name.endIndex ? name[index] : 0
            index += 1
            let isUpper = byte &- 0x41 < 26
            let isLetter = isUpper || byte &- 0x61 < 26
            if !isLetter || (isUpper && wasLower), key.count > 0 {
                if key.count <= 4, key == no || key == has || key == with { negated = true }
                // `no-sidebar`, `has-comments` speak of something elsewhere.
                if key.count > 1, !negated, let found = table[key] { cues.formUnion(meanings[Int(found)]) }
                key = NameKey()
            }
            if isLetter { key.append(byte) }
            wasLower = isLetter && !isUpper
        }
        if cues.contains([.subject, .matter]) { cues.insert(.body) }
        if cues.contains([.person, .about]) { cues.insert(.biography) }
        return cues
    }

    private static let no = nameKey("no")
    private static let has = nameKey("has")
    private static let with = nameKey("with")

    private static func nameKey(_ name: String) -> NameKey {
        var key = NameKey()
        for byte in name.utf8 { key.append(byte) }
        return key
    }

    /// Words as the makers of pages use them, from the templates of the usual systems for publishing.
    private static let words: [(Cues, String)] = [
        (
            [.around, .strong],
            """
            nav navbar navigation menu menus submenu megamenu footer sidenav
            share shares sharing sharebar sharetools sharedaddy addthis addtoany sharethis
            related relatedposts relatedlinks relatedarticles recommended recommendation recommendations recirc
            recirculation readnext upnext readmore seealso trending mostread mostpopular
            newsletter newsletters signup cookie cookies consent gdpr adslot adbox adsense adunit
            popup modal overlay lightbox breadcrumb breadcrumbs pagination pager paging taglist
            outbrain taboola zergnet revcontent dianomi login register signin searchform searchbox skiplink noprint
            navbox hatnote catlinks editsection printfooter
            """
        ),
        (
            .around,
            """
            sidebar rail aside social socialbar morefrom popular subscribe subscription subscriptions optin
            advert adverts advertisement advertising advertisements ad ads sponsor sponsored sponsors
            promo promos promobox promotion tags topics keywords toolbar tooltip teaser teasers masthead skip
            banner banners carousel slider ticker playlist poll quiz widget widgets rating ratings reactions emoji
            dropdown donate donation donations feedback correction report flag
            """
        ),
        (
            [.comments, .strong],
            "comment comments commentlist respond disqus livefyre replies commenting usercomments reply"
        ),
        (
            .byline,
            "byline bylines dateline timestamp pubdate postmeta entrymeta articlemeta datetime published"
        ),
        (.biography, "bio biography authorbox authorbio"),
        (.caption, "caption captions figcaption credit photocredit imagecredit imagecaption"),
        (.footnote, "footnote footnotes endnote endnotes reflist references"),
        (
            .body,
            "articlebody storybody postbody entrybody bodytext articletext storytext articlecontent storycontent postcontent entrycontent bodycopy"
        ),
        (.hidden, "hidden visuallyhidden invisible offscreen screenreader"),
        (.subject, "article story post entry"),
        (.matter, "body content text copy"),
        (.person, "author authors writer contributor"),
        (.about, "bio about profile card box info description desc"),
    ]

    private static let meanings = words.map(\.0)
    private static let table = NameTable(
        words.enumerated().flatMap { number, entry in
            entry.1.split(whereSeparator: \.isWhitespace).map { (String($0), UInt8(number)) }
        })
}
