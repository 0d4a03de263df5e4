package import Dossier

/// Why browsing cannot begin.
package enum BrowseError: Error, CustomStringConvertible {
    case noTerminal
    /// The terminal says that it can do nothing but print.
    case dumbTerminal

    package var description: String {
        switch self {
        case .noTerminal: "‘dossier browse’ needs a terminal; use ‘dossier search’ where there is none."
        case .dumbTerminal:
            "This terminal (TERM=dumb) cannot show a full screen; use ‘dossier search’, or set TERM."
        }
    }
}

/// Lets a user search and read until they have enough.
///
/// - Returns: what is to be printed when the terminal is as it was.
package func browse(
    _ request: SearchRequest, in index: SearchIndex, isColored: Bool
) throws(BrowseError) -> String? {
    let reader = IndexReader(index)
    let (names, subjectNames) = (reader.facetNames, reader.subjectFacetNames)
    let terminal = try Terminal()
    let size = terminal.size
    let browser = Browser(
        request, facetNames: names, subjectFacetNames: subjectNames, width: size.width, height: size.height,
        name: reader.named)
    var loop = BrowseLoop(
        browser: browser, writer: ScreenWriter(isColored: isColored),
        queue: QuestionQueue(answer: reader.answer, wake: Terminal.wake))
    return loop.run(on: terminal)
}

/// Brings events to the browser, its questions to the index and its frames to the terminal.
private struct BrowseLoop {
    var browser: Browser
    var writer: ScreenWriter
    let queue: QuestionQueue
    var decoder = KeyDecoder()
    /// The search that waits for the user to go on typing.
    var waitingSearch: (question: Question, number: Int)?
    var end: String??

    /// How long a search waits for the next key, and Esc for what may follow it.
    static let pauseMilliseconds: Int32 = 30

    mutating func run(on terminal: borrowing Terminal) -> String? {
        perform(browser.start(), on: terminal)
        askWaiting()
        while end == nil {
            guard terminal.write(writer.update(to: browser.frame)) else { return nil }
            let isPausing = waitingSearch != nil || decoder.isWaiting
            let happening = terminal.wait(milliseconds: isPausing ? Self.pauseMilliseconds : nil)
            if happening.isClosed { return nil }
            if happening.isResized {
                writer.reset()
                let size = terminal.size
                handle(.resize(width: size.width, height: size.height), on: terminal)
            }
            if happening.hasAnswers {
                for (answer, number) in queue.takeAnswers() {
                    handle(.answer(answer, number: number), on: terminal)
                }
            }
            if happening.hasInput {
                guard let bytes = terminal.read() else { return nil }
                for input in decoder.decode(bytes) { handle(.input(input), on: terminal) }
            } else if !happening.isResized, !happening.hasAnswers {
                for input in decoder.flush() { handle(.input(input), on: terminal) }
                askWaiting()
            }
        }
        return end ?? nil
    }

    private mutating func handle(_ event: Event, on terminal: borrowing Terminal) {
        if end == nil { perform(browser.handle(event), on: terminal) }
    }

    private mutating func perform(_ effects: [Effect], on terminal: borrowing Terminal) {
        for effect in effects {
            switch effect {
            case .ask(let question, let number):
                if case .search = question {
                    waitingSearch = (question, number)
                } else {
                    queue.ask(question, number: number)
                }
            case .leave(let text): end = .some(text)
            case .suspend: terminal.suspend()
            case .redraw: writer.reset()
            }
        }
    }

    private mutating func askWaiting() {
        guard let (question, number) = waitingSearch else { return }
        waitingSearch = nil
        queue.ask(question, number: number)
    }
}
