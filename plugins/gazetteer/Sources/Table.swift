import PluginAPI

/// What the files of a table facet say.
struct Table: Sendable {
    /// Ascending by the bytes of their ids.
    var values: [FacetValue] = []
    /// The kinds of forms, in the order of their first rows.
    var kinds: [String] = []
    /// In the order of their rows.
    var forms: [Form] = []
    /// The symbols of all forms, one form after another.
    var symbols: [UInt32] = []
    /// Words of forms and conditions.
    var words = Vocabulary()
    /// Words that end in anything: what comes before that.
    var prefixes = Vocabulary(capacity: 1)
    var conditions: [Conditions] = []
    var lists: [WordSet] = []
    /// Language codes in lower case.
    var languages: [String] = []
    /// Words of `exact` forms as written, without points: word `n` is `spellings[spellingEnds[n]..<spellingEnds[n + 1]]`.
    var spellings: [UInt8] = []
    var spellingEnds: [UInt32] = [0]

    /// Reads the files of a table by their names; those it does not know are left alone.
    init(files: [String: [UInt8]]) throws(GazetteerError) {
        var reader = TableReader()
        self = try reader.read(files)
    }

    init() {}
}
