import Glibc
import HTMLFormat
import PluginAPI
import PluginConformance
import TextFormat

/// What libFuzzer calls with each input. The first byte chooses the reader (even: text, odd: HTML); the rest is the file.
///
/// A broken law ends the program, and libFuzzer keeps the input: zones are valid, and two readings are equal. Time and
/// memory are libFuzzer's to limit.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReaders(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // Safe: libFuzzer's buffer lives during the call and is copied.
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = bytes.first else { return 0 }
    let plugin: any FormatPlugin = choice & 1 == 0 ? TextFormat() : HTMLFormat()
    let input = FormatInput(bytes: Array(bytes.dropFirst()), identifier: "fuzz")
    let first = Result { () throws(FormatError) in try plugin.read(input) }
    let second = Result { () throws(FormatError) in try plugin.read(input) }
    precondition(first == second, "two readings differ")
    if case .success(let document) = first {
        let violations = zoneViolations(of: document)
        precondition(violations.isEmpty, "\(violations)")
    }
    return 0
}
