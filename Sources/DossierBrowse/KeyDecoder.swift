/// Reads keys from the bytes of a terminal, however they are cut.
///
/// A lone Esc and the beginning of an escape sequence look alike: when nothing more comes, `flush` says which it was.
///
/// Source: ECMA-48 for control sequences; xterm's ctlseqs for keys, modifiers and bracketed paste.
package struct KeyDecoder: Sendable {
    private enum State: Equatable {
        case ground
        /// After Esc.
        case escape
        /// After Esc `[`: parameters so far.
        case control([UInt8])
        /// After Esc `O`.
        case single
        /// Within UTF-8: bytes so far, and how many there shall be.
        case character([UInt8], Int)
        /// Between the marks of bracketed paste.
        case paste
    }

    private var state = State.ground
    private var isAlt = false
    private var pasted: [UInt8] = []
    /// Of a paste no more than this is kept.
    static let maximumPasteByteCount = 1 << 16
    private static let maximumSequenceByteCount = 32
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    package init() {}

    /// Whether it is told only by time that a key is complete.
    package var isWaiting: Bool {
        switch state {
        case .ground, .paste: false
        default: true
        }
    }

    /// The inputs that `bytes` complete.
    package mutating func decode(_ bytes: some Sequence<UInt8>) -> [Input] {
        var inputs: [Input] = []
        for byte in bytes { read(byte, into: &inputs) }
        return inputs
    }

    /// What was begun and is not going on: Esc alone, or nothing.
    package mutating func flush() -> [Input] {
        defer {
            state = .ground
            isAlt = false
        }
        switch state {
        case .paste:
            state = .paste
            return []
        case .escape: return [.key(KeyPress(.escape, alt: isAlt))]
        case .single: return [.key(.alt("O"))]
        case .control(let bytes) where bytes.isEmpty: return [.key(.alt("["))]
        case .ground, .control, .character: return []
        }
    }

    private mutating func read(_ byte: UInt8, into inputs: inout [Input]) {
        switch state {
        case .ground: begin(byte, into: &inputs)
        case .escape: readAfterEscape(byte, into: &inputs)
        case .single:
            // Enter beside the digits.
            finish(KeyPress(byte == UInt8(ascii: "M") ? .enter : Self.letterKey(byte)), into: &inputs)
        case .control(let bytes): readControl(byte, after: bytes, into: &inputs)
        case .character(let bytes, let size): readCharacter(byte, after: bytes, of: size, into: &inputs)
        case .paste: readPaste(byte, into: &inputs)
        }
    }

    private mutating func finish(_ press: KeyPress, into inputs: inout [Input]) {
        var press = press
        press.alt = press.alt || isAlt
        inputs.append(.key(press))
        state = .ground
        isAlt = false
    }

    private mutating func begin(_ byte: UInt8, into inputs: inout [Input]) {
        switch byte {
        case 0x1B: state = .escape
        case 0x0D: finish(KeyPress(.enter), into: &inputs)
        case 0x09: finish(KeyPress(.tab), into: &inputs)
        case 0x08, 0x7F: finish(KeyPress(.backspace), into: &inputs)
        case 0: finish(.control(" "), into: &inputs)
        case 0x01..<0x1B: finish(.control(Character(Unicode.Scalar(byte + 0x60))), into: &inputs)
        case 0x1C..<0x20: finish(.control(Character(Unicode.Scalar(byte + 0x40))), into: &inputs)
        case 0x20..<0x7F: finish(KeyPress(.character(Character(Unicode.Scalar(byte)))), into: &inputs)
        case 0xC2...0xDF: state = .character([byte], 2)
        case 0xE0...0xEF: state = .character([byte], 3)
        case 0xF0...0xF4: state = .character([byte], 4)
        default:
            // No character begins so.
            state = .ground
            isAlt = false
        }
    }

    private mutating func readAfterEscape(_ byte: UInt8, into inputs: inout [Input]) {
        switch byte {
        case 0x5B: state = .control([])
        case 0x4F: state = .single
        case 0x1B:
            // Esc Esc [ A is Alt-Up to some terminals; Esc twice is Esc, and another may follow.
            if isAlt { inputs.append(.key(KeyPress(.escape))) }
            isAlt = true
        default:
            isAlt = true
            begin(byte, into: &inputs)
        }
    }

    private mutating func readCharacter(
        _ byte: UInt8, after bytes: [UInt8], of size: Int, into inputs: inout [Input]
    ) {
        guard byte & 0xC0 == 0x80 else {
            // The character was cut off; the byte begins anew.
            state = .ground
            isAlt = false
            return read(byte, into: &inputs)
        }
        let bytes = bytes + [byte]
        if bytes.count < size {
            state = .character(bytes, size)
        } else if let character = String(validating: bytes, as: UTF8.self)?.first {
            finish(KeyPress(.character(character)), into: &inputs)
        } else {
            state = .ground
            isAlt = false
        }
    }

    private mutating func readControl(_ byte: UInt8, after bytes: [UInt8], into inputs: inout [Input]) {
        switch byte {
        // Esc [ [ A is F1 on the console of Linux.
        case 0x20...0x3F,
            0x5B where byte != 0x5B || bytes.isEmpty:
            if bytes.count < Self.maximumSequenceByteCount {
                state = .control(bytes + [byte])
            } else {
                state = .ground
                isAlt = false
            }
        case 0x40...0x7E:
            if bytes == [0x5B] {
                return finish(KeyPress(byte == 0x41 ? .function1 : .other), into: &inputs)
            }
            if bytes == Array("200".utf8), byte == 0x7E {
                state = .paste
                isAlt = false
                pasted = []
                return
            }
            finish(Self.press(bytes, final: byte), into: &inputs)
        default:
            state = .ground
            isAlt = false
            if byte < 0x20 { read(byte, into: &inputs) }
        }
    }

    private mutating func readPaste(_ byte: UInt8, into inputs: inout [Input]) {
        pasted.append(byte)
        // The end mark must still be seen when what is kept is full.
        if pasted.count > Self.maximumPasteByteCount + Self.pasteEnd.count {
            pasted.remove(at: Self.maximumPasteByteCount)
        }
        guard byte == 0x7E, pasted.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd) else { return }
        let text = String(
            decoding: pasted.dropLast(Self.pasteEnd.count).prefix(Self.maximumPasteByteCount), as: UTF8.self)
        pasted = []
        state = .ground
        inputs.append(.paste(text))
    }

    /// The key of `ESC [ parameters final`; a second parameter says what is held: 1 + Shift 1, Alt 2, Ctrl 4.
    private static func press(_ parameters: [UInt8], final: UInt8) -> KeyPress {
        // Answers and mice, which nobody asked for.
        if let first = parameters.first, (0x3C...0x3F).contains(first) { return KeyPress(.other) }
        let numbers = parameters.split(separator: 0x3B, omittingEmptySubsequences: false).map {
            Int(String(decoding: $0, as: UTF8.self)) ?? 1
        }
        let held = numbers.count > 1 ? max(0, numbers[1] - 1) : 0
        let key = final == 0x7E ? numberedKey(numbers.first ?? 0) : letterKey(final)
        return KeyPress(key, control: held & 4 != 0, alt: held & 2 != 0)
    }

    private static func letterKey(_ final: UInt8) -> Key {
        switch Character(Unicode.Scalar(final)) {
        case "A": .up
        case "B": .down
        case "C": .right
        case "D": .left
        case "H": .home
        case "F": .end
        case "Z": .backTab
        case "P": .function1
        default: .other
        }
    }

    private static func numberedKey(_ number: Int) -> Key {
        switch number {
        case 1, 7: .home
        case 11: .function1
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        default: .other
        }
    }
}
