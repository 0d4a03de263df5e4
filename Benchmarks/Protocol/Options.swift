import Dossier

/// `--name value` pairs.
struct Options {
    private var values: [String: String] = [:]

    init(_ words: some Collection<String>) throws {
        var rest = Array(words)[...]
        while let name = rest.popFirst() {
            guard name.hasPrefix("--"), let value = rest.popFirst() else {
                throw DossierError(.badRequest, "expected --name value, found \(name)")
            }
            values[String(name.dropFirst(2))] = value
        }
    }

    func text(_ name: String) throws -> String {
        guard let value = values[name] else { throw DossierError(.badRequest, "--\(name) is missing") }
        return value
    }

    func number(_ name: String) -> Int? { values[name].flatMap { Int($0) } }

    func fraction(_ name: String) -> Double? { values[name].flatMap { Double($0) } }

    func text(_ name: String, default value: String) -> String { values[name] ?? value }
}
