/// A program of the system that reads what no library here reads.
///
/// It is started without a shell, gets its input on standard input and nothing else, and is killed with all it started
/// when it takes too long.
public struct ExternalProgram: Sendable {
    /// Its name, as on a command line.
    public var name: String
    /// The package that brings it, for messages: `poppler-utils`.
    public var package: String
    public var limits = Limits()

    public init(name: String, package: String) {
        self.name = name
        self.package = package
    }

    /// What one run may take.
    public struct Limits: Sendable {
        public var timeMilliseconds = 60_000
        public var memoryBytes = 2 << 30
        /// Of standard output, and of each file that the program writes for itself.
        public var outputBytes = 256 << 20

        public init() {}
    }

    /// Whether the program is there.
    public var isInstalled: Bool { path != nil }

    /// Where it lies; programs of the system alone, so that no folder of the user's can slip in another.
    var path: String? {
        ["/usr/bin/", "/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
            .first(where: isExecutable)
    }
}

/// Why a program gave nothing.
public enum ProgramError: Error, Equatable, Sendable {
    /// It is not installed.
    case missing(name: String, package: String)
    /// It could not be started.
    case system(name: String)
    /// It ended with another status than 0; with what it said about it.
    case failed(name: String, message: String)
    case timeout(name: String, milliseconds: Int)
    case output(name: String, limitBytes: Int)
}

extension ProgramError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let name, let package): "\(name) is not installed: apt install \(package)"
        case .system(let name): "\(name) could not be started"
        case .failed(let name, let message): "\(name) failed" + (message.isEmpty ? "" : ": \(message)")
        case .timeout(let name, let milliseconds):
            "\(name) took more than \(milliseconds / 1000) seconds and was stopped"
        case .output(let name, let limitBytes):
            "\(name) gave more than \(limitBytes >> 20) MiB and was stopped"
        }
    }

    /// Whether the same input may be read another time.
    public var isPassing: Bool {
        switch self {
        case .missing, .system, .timeout: true
        case .failed, .output: false
        }
    }
}
