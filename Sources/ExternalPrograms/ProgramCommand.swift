/// A program as it is started: where it lies, its words, and what it may do.
public struct ProgramCommand: Sendable {
    /// For messages.
    public var name: String
    /// The program and what follows it: `./recogniser.py`, or a program of the system such as `python3`.
    public var words: [String]
    /// Where it is started, and from where a program with a slash in its name is looked up; the only folder of the user's
    /// that it sees.
    public var folder: String
    public var limits: ProgramLimits
    /// False for a program that is trusted with the system.
    public var isConfined = true

    public init(name: String, words: [String], folder: String, limits: ProgramLimits = ProgramLimits()) {
        self.name = name
        self.words = words
        self.folder = folder
        self.limits = limits
    }

    /// Why it cannot be started; nil where it can.
    public var obstacle: String? {
        guard let first = words.first, !first.isEmpty else { return "no program is named" }
        if !first.contains("/") {
            return systemProgram(first) == nil ? "there is no program \(first) on this system" : nil
        }
        let path = first.hasPrefix("/") ? first : folder + "/" + first
        guard exists(path) else { return "there is no file \(first)" }
        return isExecutable(path) ? nil : "\(first) may not be executed: chmod +x \(first)"
    }

    /// The path to execute, and the words from the program's name on.
    var invocation: (path: String, words: [String])? {
        guard let first = words.first, let path = first.contains("/") ? first : systemProgram(first) else {
            return nil
        }
        return (path, [path] + words.dropFirst())
    }
}
