/// One way of naming a value: a row of the table, ready to be matched.
struct Form: Sendable {
    /// Index into the plugin's values; nil for a blocker (id `-`), which consumes its words and gives nothing.
    var value: UInt32?
    var rule: UInt16
    var row: UInt32
    var words: [UInt32]
    var letterCase: LetterCase
    /// For `caps`: bit `i` is set when word `i` must begin upper-case. Words past 63 are free.
    var capitals: UInt64
    /// For `exact`: the bytes of each word as the table writes it, without full stops.
    var spelling: [[UInt8]]
    var conditions = Conditions()
}

/// How the letters of a text must look for a form to match.
enum LetterCase: String, Sendable {
    case any, caps, exact
}

/// What must hold around a form. Words are vocabulary numbers; an empty list asks for nothing.
struct Conditions: Sendable {
    var notBefore: [UInt32] = []
    var notAfter: [UInt32] = []
    var needs: [UInt32] = []
    var unless: [UInt32] = []
    /// A hyphen or dash follows at once: `Franco-German`, but not Franco himself.
    var hyphenAfter = false

    var asksDocument: Bool { !needs.isEmpty || !unless.isEmpty }
}
