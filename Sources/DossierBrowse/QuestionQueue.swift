internal import Synchronization

/// Questions on their way to an index, and answers on their way back. One is answered at a time; a later search takes the
/// place of an earlier one and of its pages, and a later article that of an earlier.
final class QuestionQueue: Sendable {
    private struct State {
        var questions: [(question: Question, number: Int)] = []
        var answers: [(answer: Answer, number: Int)] = []
        var isBusy = false
    }

    private let state = Mutex(State())
    private let answer: @Sendable (Question) -> Answer
    /// Called on another thread, when there is an answer to take.
    private let wake: @Sendable () -> Void

    init(answer: @escaping @Sendable (Question) -> Answer, wake: @escaping @Sendable () -> Void) {
        self.answer = answer
        self.wake = wake
    }

    /// Puts a question, to be answered as soon as may be; returns at once.
    func ask(_ question: Question, number: Int) {
        let begins = state.withLock { state in
            state.questions.removeAll { Self.isUseless($0.question, after: question) }
            state.questions.append((question, number))
            defer { state.isBusy = true }
            return !state.isBusy
        }
        if begins { Task.detached { self.answerAll() } }
    }

    /// The answers so far, in their order; each is given once.
    func takeAnswers() -> [(answer: Answer, number: Int)] {
        state.withLock { state in
            defer { state.answers = [] }
            return state.answers
        }
    }

    private static func isUseless(_ earlier: Question, after later: Question) -> Bool {
        switch (earlier, later) {
        case (.search, .search), (.page, .search), (.document, .document): true
        default: false
        }
    }

    private func answerAll() {
        while let (question, number) = next() {
            let given = answer(question)
            state.withLock { $0.answers.append((given, number)) }
            wake()
        }
    }

    private func next() -> (Question, Int)? {
        state.withLock { state in
            if state.questions.isEmpty {
                state.isBusy = false
                return nil
            }
            return state.questions.removeFirst()
        }
    }
}
