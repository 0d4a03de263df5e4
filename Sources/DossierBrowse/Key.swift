/// A key as a terminal tells of it.
package enum Key: Hashable, Sendable {
    case character(Character)
    case up, down, left, right, home, end, pageUp, pageDown
    case enter, tab, backTab, escape, backspace, delete
    case function1
    /// A key that has no use here, such as F5.
    case other
}

/// A key, and what was held with it.
package struct KeyPress: Hashable, Sendable {
    package var key: Key
    package var control = false
    package var alt = false

    package init(_ key: Key, control: Bool = false, alt: Bool = false) {
        self.key = key
        self.control = control
        self.alt = alt
    }

    /// The letter held with Ctrl.
    package static func control(_ letter: Character) -> KeyPress {
        KeyPress(.character(letter), control: true)
    }

    /// The letter after Esc, or held with Alt.
    package static func alt(_ letter: Character) -> KeyPress { KeyPress(.character(letter), alt: true) }
}

/// What a terminal sends.
package enum Input: Hashable, Sendable {
    case key(KeyPress)
    /// Text put in at once, not typed.
    case paste(String)
}
