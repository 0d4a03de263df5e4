/// Keeps programs from the network and from the user's files, by bubblewrap.
///
/// A program sees the system's programs and libraries and its own folder, read-only, and an empty `/tmp` of its own; it
/// has no network, and nothing of it outlives it. What is Linux's own here stands in this file alone.
public enum Sandbox {
    /// Why programs run without one; nil where they do not.
    public static var obstacle: String? { found.obstacle }

    /// For the user: that programs run without a sandbox, once one has done so; nil before.
    public static var notice: String? {
        guard hasFailed.value, let obstacle else { return nil }
        return "programs of plugins run without a sandbox: \(obstacle)"
    }

    /// Where its own folder lies for a confined program.
    static let folder = "/plugin"

    /// The words that start a program confined; those given where there is no sandbox.
    static func confined(
        _ path: String, _ words: [String], folder: String?
    ) -> (path: String, words: [String], folder: String?) {
        guard found.obstacle == nil else {
            hasFailed.set()
            return (path, words, folder)
        }
        let own = folder.map { ["--ro-bind", $0, Self.folder, "--chdir", Self.folder] } ?? []
        return (
            found.path,
            ["bwrap"] + found.words + own + ["--remount-ro", "/", "--", path] + words.dropFirst(),
            nil
        )
    }

    private static let hasFailed = Flag()

    private struct Found: Sendable {
        var path = ""
        var words: [String] = []
        var obstacle: String?
    }

    /// Looked for once: bubblewrap may be missing, or the system may not let it make namespaces.
    private static let found: Found = {
        #if os(Linux)
            guard let path = systemProgram("bwrap") else {
                return Found(obstacle: "bwrap is not installed: apt install bubblewrap")
            }
            // Where /proc is masked, as in containers, a new one may not be mounted.
            let attempts = [words + ["--proc", "/proc"], words]
            for words in attempts where works(path, words) { return Found(path: path, words: words) }
            return Found(obstacle: "this system does not let bwrap make namespaces for users")
        #else
            return Found(obstacle: "there is none for this system")
        #endif
    }()

    private static func works(_ path: String, _ words: [String]) -> Bool {
        run(path, ["bwrap"] + words + ["--remount-ro", "/", "--", "/usr/bin/true"], limits: ProgramLimits())
    }

    private static var words: [String] {
        let size = ["--size", String(256 << 20), "--tmpfs"]
        var words = ["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
        words += ["--ro-bind", "/usr", "/usr"]
        for name in ["bin", "sbin", "lib", "lib32", "lib64", "libx32"] {
            if let target = linkTarget("/" + name) {
                words += ["--symlink", target, "/" + name]
            } else {
                words += ["--ro-bind-try", "/" + name, "/" + name]
            }
        }
        for name in ["alternatives", "fonts", "ld.so.cache", "localtime"] {
            words += ["--ro-bind-try", "/etc/" + name, "/etc/" + name]
        }
        words += ["--dev", "/dev"] + size + ["/dev/shm", "--remount-ro", "/dev"]
        return words + size + ["/tmp"]
    }
}
