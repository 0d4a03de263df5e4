/// A program of the system that reads what no library here reads.
///
/// It is started without a shell, in a sandbox where there is one, gets its input on standard input and nothing else, and
/// is killed with all it started when it takes too long.
public struct ExternalProgram: Sendable {
    /// Its name, as on a command line.
    public var name: String
    /// The package that brings it, for messages: `poppler-utils`.
    public var package: String
    public var limits = ProgramLimits()
    /// False for a program that is trusted with the system.
    public var isConfined = true

    public init(name: String, package: String) {
        self.name = name
        self.package = package
    }

    /// Whether the program is there.
    public var isInstalled: Bool { path != nil }

    /// Where it lies; programs of the system alone, so that no folder of the user's can slip in another.
    var path: String? { systemProgram(name) }
}

/// What a program may take.
public struct ProgramLimits: Sendable, Equatable {
    /// For one run, or for one answer of a program that runs on.
    public var timeMilliseconds = 60_000
    /// For the first answer of a program that runs on, which may have much to load.
    public var startMilliseconds = 60_000
    /// For the answers to all that is asked at once.
    public var batchMilliseconds = 600_000
    /// Of address space, for each process.
    public var memoryBytes = 2 << 30
    /// Of standard output or of one answer, and of each file that the program writes for itself.
    public var outputBytes = 256 << 20

    public init() {}
}

/// The path of a program of the system.
func systemProgram(_ name: String) -> String? {
    ["/usr/bin/", "/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
        .first(where: isExecutable)
}
