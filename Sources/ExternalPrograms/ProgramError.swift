/// Why a program gave nothing.
public enum ProgramError: Error, Equatable, Sendable {
    /// It is not installed.
    case missing(name: String, package: String)
    /// It could not be started.
    case system(name: String)
    /// It ended with another status than 0, or before it had answered; with what it said about it.
    case failed(name: String, message: String)
    case timeout(name: String, milliseconds: Int)
    case output(name: String, limitBytes: Int)
    /// It did not answer as it was asked.
    case broken(name: String, reason: String)
}

extension ProgramError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let name, let package): "\(name) is not installed: apt install \(package)"
        case .system(let name): "\(name) could not be started"
        case .failed(let name, let message): "\(name) failed" + (message.isEmpty ? "" : ": \(message)")
        case .timeout(let name, let milliseconds):
            "\(name) took more than \(seconds(milliseconds)) and was stopped"
        case .output(let name, let limitBytes):
            "\(name) gave more than \(limitBytes >> 20) MiB and was stopped"
        case .broken(let name, let reason): "\(name) \(reason)"
        }
    }

    /// Whether the same input may be read another time.
    public var isPassing: Bool {
        switch self {
        case .missing, .system, .timeout: true
        case .failed, .output, .broken: false
        }
    }

    private func seconds(_ milliseconds: Int) -> String {
        milliseconds % 1000 == 0 ? "\(milliseconds / 1000) seconds" : "\(milliseconds) milliseconds"
    }
}
