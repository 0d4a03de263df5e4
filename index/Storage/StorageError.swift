/// Everything that can go wrong between the index and its files.
public enum StorageError: Error, Equatable, Sendable {
    /// The operating system refused; `errno` is its code, `operation` the call's name.
    case io(path: String, operation: String, errno: Int32)
    /// A 64 KiB chunk does not have the checksum its file's footer states.
    case checksum(file: String, chunkIndex: Int)
    /// The bytes cannot be what a writer of this format left.
    case corrupt(file: String, reason: String)
    /// The file is shorter than its format or an earlier look at it requires; sizes in bytes.
    case truncated(file: String, expected: Int, actual: Int)
    /// The file does not exist, or lacks the named part.
    case missing(file: String)
    /// A program of another version, or with other versions of its libraries, has written the file.
    case otherVersion(file: String, found: String, ours: String)
    /// More than the format can hold; the reason says of what, and where it ends.
    case tooLarge(reason: String)
    /// Another writer holds the lock.
    case locked(path: String)
}

extension StorageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .io(let path, let operation, let code):
            "\(operation) failed on \(path): \(Posix.message(code)) (errno \(code))"
        case .checksum(let file, let chunkIndex):
            "\(file) is damaged: the checksum of 64 KiB chunk \(chunkIndex) does not match"
        case .corrupt(let file, let reason):
            "\(file) is damaged: \(reason)"
        case .truncated(let file, let expected, let actual):
            "\(file) is cut short: expected \(expected) bytes, found \(actual)"
        case .missing(let file):
            "\(file) is missing"
        case .otherVersion(let file, let found, let ours):
            "\(file) was written with \(found), this program reads \(ours)"
        case .tooLarge(let reason): reason
        case .locked(let path):
            "another writer holds \(path)"
        }
    }
}
