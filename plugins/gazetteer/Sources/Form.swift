/// One way of naming a value: a reading of a row of the table.
struct Form: Sendable {
    /// Index into the values of its table; `blocker` for words that name nothing.
    var value: UInt32
    /// Which of the tables of an automaton it is of.
    var facet: UInt16 = 0
    /// Line of the table.
    var row: UInt32
    /// Index into the kinds of its table.
    var kind: UInt16
    /// In eighths.
    var weight: UInt8
    var letterCase: LetterCase
    /// Index into the languages of its table, plus one; 0 for any language.
    var language: UInt16
    /// How many tokens it takes.
    var tokenCount: UInt16 = 0
    /// Its symbols are `symbols[firstSymbol...]` of its table: its words, and `Symbol.border` where it is punctuated.
    var firstSymbol: UInt32 = 0
    var symbolCount: UInt16 = 0
    /// A Korean form begins where a word does, and ends where one does or has a wildcard.
    var beginsWord = false
    var endsWord = false
    /// Bit `i` is set when word `i` must begin upper-case.
    var capitals: UInt32 = 0
    /// For `exact`: the first of its words in `Table.spellings`.
    var firstSpelling: UInt32 = 0
    /// For `exact`: written with points, as `U.S.`, which then must be in the text; others match with and without.
    var isPointed = false
    /// Index into the conditions of its table, plus one; 0 for none.
    var conditions: UInt32
    /// First and last day, since 1970-01-01.
    var firstDay: Int32
    var lastDay: Int32

    static let blocker = UInt32.max
    static let maximumWordCount = 32
}

/// How the letters of a text must look for a form to match.
enum LetterCase: UInt8, Sendable {
    /// Words with a capital in the table must have one in the text.
    case caps
    case any
    /// Every letter as written.
    case exact
}

/// What a form is spelled in: words by their number, words that end in anything, and borders.
enum Symbol {
    /// Marks the number of a word that ends in anything.
    static let wildcard: UInt32 = 0x8000_0000
    /// Punctuation between two words.
    static let border: UInt32 = 0xFFFF_FFFE
}

/// What must hold around a form.
struct Conditions: Sendable, Equatable {
    /// Of the next word and of the previous one, with no more than white space or a hyphen between.
    var next = Beside()
    var previous = Beside()
    /// Of the word behind a comma, as in `Paris, Texas`, and of the one before a comma.
    var nextAfterComma = Beside()
    var previousBeforeComma = Beside()
    /// The article has one of these, or has none of them.
    var needs: WordSet?
    var unless: WordSet?
    /// One of these, or none of them, stands within so many words.
    var near: [Neighbours] = []
    var notNear: [Neighbours] = []
    /// It is not the first word of a sentence.
    var notFirst = false
    /// The words around it are not all in capitals, where `US` may be the pronoun.
    var mixedCase = false
    /// A hyphen or dash follows at once: `Franco-German`, but not Franco himself.
    var hyphenAfter = false

    /// What is asked of the word on one side.
    struct Beside: Sendable, Equatable {
        /// It is there and is one of these.
        var wanted: WordSet?
        /// It is none of these.
        var refused: WordSet?

        var asksNothing: Bool { wanted == nil && refused == nil }
    }

    struct Neighbours: Sendable, Equatable {
        var distance: Int
        var words: WordSet
    }
}

/// Words of a condition: some of its own and some of lists.
struct WordSet: Sendable, Hashable {
    /// Word numbers, ascending.
    var words: [UInt32] = []
    /// Words that count only where they begin with a capital, as they do in the table: `Corp`, but not a corp. Ascending.
    var capitals: [UInt32] = []
    /// Indices of lists; a list has none.
    var lists: [Int] = []
    /// Any word that begins with a capital.
    var capitalised = false
}
