extension Command {
    static let help = Command(name: "help", summary: "Tell what the commands are") { _ in
        let width = all.map(\.name.count).max() ?? 0
        print("usage: dossier COMMAND\n")
        for command in all {
            print("  \(command.name.padded(to: width))  \(command.summary)")
        }
        return .success
    }
}

extension String {
    /// Followed by spaces up to `width` characters.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
