import Dossier
import Synchronization

/// A line on standard error that tells how far long work has come; short work never shows it.
final class ProgressLine: Sendable {
    private struct State {
        var shownAt: ContinuousClock.Instant?
        var isVisible = false
    }

    private let state = Mutex(State())
    private let start = ContinuousClock.now
    private static let patience = Duration.milliseconds(700)
    private static let pause = Duration.milliseconds(100)

    /// Shows progress, unless the work began or the line changed just now.
    func show(_ progress: IndexProgress) {
        let now = ContinuousClock.now
        guard now - start > ProgressLine.patience else { return }
        state.withLock { state in
            if let shownAt = state.shownAt, now - shownAt < ProgressLine.pause { return }
            state.shownAt = now
            state.isVisible = true
            writeError("\r\u{1B}[K" + describe(progress))
        }
    }

    /// Takes the line away.
    func clear() {
        state.withLock { state in
            if state.isVisible { writeError("\r\u{1B}[K") }
            state.isVisible = false
        }
    }
}

/// For example `reading 1200 of 4000 inputs, 30 %`.
func describe(_ progress: IndexProgress) -> String {
    let share = progress.total > 0 ? ", \(100 * progress.done / progress.total) %" : ""
    switch progress.phase {
    case .walking: return "looking for inputs: \(progress.done)"
    case .indexing: return "reading \(progress.done) of \(progress.total) inputs" + share
    case .facets: return "writing facets again: \(progress.done) of \(progress.total) segments"
    case .ordering: return "looking for similar articles" + share
    case .merging: return "joining \(progress.done) of \(progress.total) segments"
    }
}
