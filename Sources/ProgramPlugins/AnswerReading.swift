internal import ExternalPrograms
internal import JSONValues
internal import PluginAPI

extension JSONObject {
    /// The text of a member; nil where it is missing or null.
    func text(_ name: String) throws(AnswerProblem) -> String? {
        switch self[name] {
        case nil, .null: return nil
        case .string(let text): return text
        case .some(let other): throw AnswerProblem("\(name) is \(other.kind), not a text")
        }
    }

    /// A whole number that is not negative.
    func count(_ name: String) throws(AnswerProblem) -> Int {
        guard case .integer(let count) = self[name], count >= 0 else {
            throw AnswerProblem("\(name) is not a whole number from 0")
        }
        return count
    }

    /// Texts of a list; none where it is missing or null.
    func texts(_ name: String) throws(AnswerProblem) -> [String] {
        var texts: [String] = []
        for value in try list(name) {
            guard case .string(let text) = value else { throw AnswerProblem("\(name) holds \(value.kind)") }
            texts.append(text)
        }
        return texts
    }

    func list(_ name: String) throws(AnswerProblem) -> [JSONValue] {
        switch self[name] {
        case nil, .null: return []
        case .array(let values): return values
        case .some(let other): throw AnswerProblem("\(name) is \(other.kind), not a list")
        }
    }

    func objects(_ name: String) throws(AnswerProblem) -> [JSONObject] {
        var objects: [JSONObject] = []
        for value in try list(name) {
            guard case .object(let object) = value else {
                throw AnswerProblem("\(name) holds \(value.kind)")
            }
            objects.append(object)
        }
        return objects
    }
}

/// Reads the answer for a document, which names it: so an answer too many or too few is never taken for that of another.
func readAnswer(_ line: [UInt8], for identifier: String, from name: String) throws(ProgramError) -> JSONObject
{
    let answer = try readObject(line, from: name)
    switch answer["id"] {
    // By bytes: two files may differ in how they spell an accent alone.
    case .string(let other) where other.utf8.elementsEqual(identifier.utf8): return answer
    case .string(let other): throw .broken(name: name, reason: "answered for another document, \(other)")
    default: throw .broken(name: name, reason: "gave an answer without the document’s id" + quoted(line))
    }
}

/// Reads a line of a program; one that is no object means that the program does not speak the protocol.
func readObject(_ line: [UInt8], from name: String) throws(ProgramError) -> JSONObject {
    let value: JSONValue
    do throws(JSONError) {
        value = try JSONValue(parsing: line)
    } catch {
        let reason = "wrote a line that is no JSON: \(error.reason) at byte \(error.column)"
        throw .broken(name: name, reason: reason + quoted(line))
    }
    guard case .object(let object) = value else {
        throw .broken(name: name, reason: "answered with \(value.kind), not an object" + quoted(line))
    }
    return object
}

private func quoted(_ line: [UInt8]) -> String {
    let start = String(decoding: line.prefix(60), as: UTF8.self)
    return ": ‘\(start)\(line.count > 60 ? "…" : "")’"
}
