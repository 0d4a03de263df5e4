import TestSupport
import Testing

@testable import DossierBrowse

/// A line where `|` is the cursor, after some keys.
private func line(_ marked: String, _ presses: KeyPress...) -> String {
    let halves = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    var editor = LineEditor(halves[0] + halves[1])
    for press in halves[1].map({ _ in KeyPress(.left) }) + presses {
        let isTaken = editor.handle(press)
        #expect(isTaken, "\(press)")
    }
    return editor.left + "|" + editor.right
}

@Test("Keys edit a line as shells do")
func editing() {
    #expect(line("|") == "|")
    #expect(line("ab|", .init(.character("c"))) == "abc|")
    #expect(line("a|b", .init(.character("한"))) == "a한|b")
    #expect(line("a|b", .init(.left), .init(.left)) == "|ab")
    #expect(line("a|b", .init(.right), .init(.right)) == "ab|")
    #expect(line("a b|c", .control("a")) == "|a bc")
    #expect(line("a|bc", .init(.end)) == "abc|")
    #expect(line("ab|c", .init(.backspace)) == "a|c")
    #expect(line("|c", .init(.backspace)) == "|c")
    #expect(line("a|bc", .init(.delete)) == "a|c")
    #expect(line("one two-x|y", .control("w")) == "one two-|y")
    #expect(line("one two |", .control("w"), .control("w")) == "|")
    #expect(line("one |two three", .alt("d")) == "one | three")
    #expect(line("one two|", .alt("b"), .alt("b")) == "|one two")
    #expect(line("|one two", .alt("f")) == "one| two")
    #expect(line("one| two", .control("k")) == "one|")
    #expect(line("one| two", .control("u")) == "| two")
    // A combining mark joins the letter before it and goes with it.
    #expect(line("e|x", .init(.character("\u{301}")), .init(.backspace)) == "|x")
}

@Test("Earlier lines come back, and at last what stood there")
func history() {
    var editor = LineEditor("one")
    editor.remember()
    editor.clear()
    editor.insert("two")
    editor.remember()
    editor.insert("!")
    editor.showEarlier()
    #expect(editor.text == "two")
    editor.showEarlier()
    editor.showEarlier()
    #expect(editor.text == "one")
    editor.showLater()
    #expect(editor.text == "two" && editor.isShowingHistory)
    editor.showLater()
    #expect(editor.text == "two!" && !editor.isShowingHistory)
}

@Test("What is put in has no line ends and no controls, and a limit")
func insertion() {
    var editor = LineEditor()
    editor.insert("a\r\nb\u{1B}[31mc\td")
    #expect(!editor.text.unicodeScalars.contains { $0.value < 0x20 })
    editor.insert(String(repeating: "x", count: 10_000))
    #expect(editor.text.count <= LineEditor.maximumCount)
}

@Test("Whatever keys come, the two halves are the text, and moving changes nothing but the cursor")
func randomKeys() {
    var random = SeededGenerator(state: 5)
    let edits: [KeyPress] = [
        .init(.character("a")), .init(.character(" ")), .init(.character("한")), .init(.character("\u{301}")),
        .init(.character("\u{200D}")), .init(.backspace), .init(.delete), .control("w"), .control("k"),
        .alt("d"),
    ]
    let moves: [KeyPress] = [
        .init(.left), .init(.right), .init(.home), .init(.end), .alt("b"), .alt("f"),
    ]
    var editor = LineEditor()
    for _ in 0..<20_000 {
        let press =
            (Bool.random(using: &random) ? edits : moves).randomElement(using: &random) ?? .control("a")
        let before = editor.text
        _ = editor.handle(press)
        if moves.contains(press) { #expect(editor.text == before, "\(press)") }
        #expect(editor.text == editor.left + editor.right)
    }
}
