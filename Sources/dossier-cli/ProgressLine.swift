import Dossier
import Synchronization

/// A line on standard error that tells how far long work has come; short work never shows it.
final class ProgressLine: Sendable {
    private struct State {
        var shownAt: ContinuousClock.Instant?
        var isVisible = false
        var isClosed = false
        var pace: ProgressPace?
    }

    private let state = Mutex(State())
    private let start = ContinuousClock.now
    private static let patience = Duration.milliseconds(700)
    private static let pause = Duration.milliseconds(100)

    /// Shows progress, unless the work began or the line changed just now.
    func show(_ progress: IndexProgress) {
        let now = ContinuousClock.now
        state.withLock { state in
            if state.pace?.phase != progress.phase { state.pace = ProgressPace(progress, at: now - start) }
            guard !state.isClosed, now - start > ProgressLine.patience else { return }
            if let shownAt = state.shownAt, now - shownAt < ProgressLine.pause { return }
            state.shownAt = now
            state.isVisible = true
            let pace = state.pace?.description(of: progress, at: now - start) ?? ""
            writeError("\r\u{1B}[K" + describe(progress) + pace)
        }
    }

    /// Takes the line away for good.
    func close() {
        state.withLock { state in
            if state.isVisible { writeError("\r\u{1B}[K") }
            (state.isVisible, state.isClosed) = (false, true)
        }
    }
}

/// How fast one phase of the work goes.
struct ProgressPace {
    let phase: IndexProgress.Phase
    private let startCount: Int
    private let start: Duration
    /// Before this much time a rate says little.
    private static let patience = Duration.seconds(2)

    init(_ progress: IndexProgress, at time: Duration) {
        (phase, startCount, start) = (progress.phase, progress.done, time)
    }

    /// For example `, 85 a second, 33 s left`; empty while it cannot be told.
    func description(of progress: IndexProgress, at time: Duration) -> String {
        let (done, passed) = (progress.done - startCount, seconds(time - start))
        guard time - start >= ProgressPace.patience, done > 0 else { return "" }
        let rate = Double(done) / passed
        var text = ""
        if phase == .indexing || phase == .walking {
            text = ", \(fixed(rate, digits: rate < 10 ? 1 : 0)) a second"
        }
        let rest = progress.total - progress.done
        return rest > 0 ? text + ", \(timeSpan(Double(rest) / rate)) left" : text
    }
}

/// For example `33 s`, `4 min 10 s`, `2 h 5 min`.
func timeSpan(_ seconds: Double) -> String {
    guard seconds < 1e9 else { return "long" }
    let whole = max(1, Int(seconds.rounded(.up)))
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
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
