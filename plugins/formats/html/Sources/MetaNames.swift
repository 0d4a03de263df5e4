import PluginAPI

/// The names of `meta` elements that speak of an article, in the order they are believed.
///
/// Source: the Open Graph protocol, Dublin Core, Google Scholar's `citation_*`, rNews, and the publishing systems
/// Parse.ly, Sailthru and Cxense, whose names news sites write.
enum MetaNames {
    struct Meaning {
        var field: MetadataField
        /// Place in the order of the field; lower is believed first.
        var rank: Int
        var signal: MetadataSignal
    }

    /// The place of a labelled card among those that name authors.
    static let cardRank = 100

    /// What a name in lower case says; nil when nothing of the article.
    static func meaning(_ name: String) -> Meaning? { table[name] }

    private static let order: [(field: MetadataField, names: String)] = [
        (
            .title,
            """
            og:title parsely-title sailthru.title citation_title dcterms.title dc.title twitter:title headline hdl
            cxenseparse:title title
            """
        ),
        (
            .authors,
            """
            parsely-author cxenseparse:author citation_author byl byline rnews:author author article:author_name
            article:author og:article:author dcterms.creator dc.creator dc.contributor sailthru.author article_author
            article.author authors article-author displayauthors creator trackonomics.author
            """
        ),
        (
            .published,
            """
            article:published_time og:article:published_time og:published_time parsely-pub-date datepublished
            rnews:datepublished cxenseparse:recs:publishtime cxenseparse:publishtime citation_publication_date
            citation_online_date citation_date dcterms.issued dc.date.issued dcterms.created dc.date.created
            date.created dcterms.date dc.date pubdate publish-date publish_date publishdate publication_date
            publicationdate publication-date published-date published_date published article.published
            article:published article_date_original originalpublicationdate displaydate bt:pubdate sailthru.date
            date.issued datecreated created date_published date
            """
        ),
        (
            .modified,
            """
            article:modified_time og:article:modified_time og:updated_time datemodified rnews:datemodified
            dcterms.modified dc.date.modified last-modified lastmodified last_modified lastmod article.updated
            article:modified modified updated date.modified date_modified revised
            """
        ),
        (
            .publisher,
            """
            og:site_name cxenseparse:publisher citation_journal_title citation_publisher dcterms.publisher dc.publisher
            publisher application-name apple-mobile-web-app-title al:ios:app_name al:android:app_name
            twitter:app:name:iphone
            """
        ),
        (
            .section,
            """
            article:section og:article:section og:section parsely-section cxenseparse:section section article.section
            category
            """
        ),
        (.language, "og:locale dcterms.language dc.language language content-language"),
        (.canonicalURL, "og:url parsely-link citation_public_url dcterms.identifier twitter:url"),
    ]

    private static let table: [String: Meaning] = {
        var table: [String: Meaning] = [:]
        for (field, names) in order {
            for (rank, name) in names.split(whereSeparator: \.isWhitespace).enumerated() {
                let isGraph = name.hasPrefix("og:") || name.hasPrefix("article:")
                table[String(name)] = Meaning(field: field, rank: rank, signal: isGraph ? .openGraph : .meta)
            }
        }
        return table
    }()
}
