public import PluginAPI

extension ExternalProgram {
    /// Runs the program for a format plugin.
    ///
    /// - Throws: `.unavailable` where the same input may be read another time, else `.malformed`.
    public func output(_ arguments: [String], of input: [UInt8]) throws(FormatError) -> [UInt8] {
        do throws(ProgramError) {
            return try run(arguments, input: input)
        } catch {
            throw error.isPassing
                ? .unavailable(reason: error.description) : .malformed(reason: error.description)
        }
    }
}
