import Glibc
import PluginAPI

/// Something that happened to a name in a folder that is watched, or to the folder itself.
struct FolderEvent: Equatable {
    /// The number of the folder; -1 where events were lost.
    var folder: Int32
    /// Bytes that need not be UTF-8; empty for the folder itself.
    var name: [UInt8]
    /// Events were lost.
    var isOverflow = false
    /// The file system was taken away.
    var isUnmount = false
    /// The folder is no longer told of.
    var isEnd = false
    /// The name is, or was, that of a folder.
    var isOfFolder = false
    var isRemoval = false
    var isArrival = false
}

#if os(Linux)
    /// What the kernel tells of the names in folders. Any number of threads may add and remove folders, one reads.
    ///
    /// Source: inotify(7). A number stands for a folder itself, whatever path leads to it, and whatever its name becomes.
    final class Inotify: Sendable {
        private let descriptor: Int32
        /// Events that are asked for: whatever may change a listing or what is read. Of a file that stays open while it is
        /// written, as a record of a service, only modifications tell.
        private static let mask =
            IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB
            | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK

        init() throws(SourceError) {
            descriptor = inotify_init1(O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else {
                let number = errno
                guard number == EMFILE else { throw SourceError(path: "inotify", errorNumber: number) }
                throw SourceError(
                    path: "inotify",
                    reason: "this user watches with as many programs as the system lets them, "
                        + "or has too many files open; raise the limit with: sudo sysctl "
                        + "fs.inotify.max_user_instances=1024")
            }
        }

        deinit { close(descriptor) }

        /// Begins to watch a folder; the number of one that is watched already is that it has.
        ///
        /// - Returns: nil when there is no such folder, or none that may be read.
        /// - Throws: where the system's limit is reached.
        func add(_ path: String) throws(SourceError) -> Int32? {
            // Safe: the string lives for the call.
            let number = unsafe inotify_add_watch(descriptor, path, UInt32(Self.mask))
            if number >= 0 { return number }
            let error = errno
            switch error {
            case ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG: return nil
            // “No space left on device” is what the system calls it.
            case ENOSPC:
                throw SourceError(
                    path: path,
                    reason:
                        "it and the folders before are more than the system lets a user watch; raise the limit with: sudo "
                        + "sysctl fs.inotify.max_user_watches=1048576, and keep it with a line "
                        + "fs.inotify.max_user_watches=1048576 in /etc/sysctl.d/90-inotify.conf")
            default: throw SourceError(path: path, errorNumber: error)
            }
        }

        func remove(_ folder: Int32) { _ = inotify_rm_watch(descriptor, folder) }

        /// Waits until there are events, another descriptor can be read, or the time is over.
        ///
        /// - Returns: whether there are events, and whether the other can be read.
        func wait(orReadable other: Int32, milliseconds: Int32) -> (hasEvents: Bool, isOther: Bool) {
            var polled = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: other, events: Int16(POLLIN), revents: 0),
            ]
            // Safe: the array outlives the call, and its true length is passed.
            let count = unsafe polled.withUnsafeMutableBufferPointer {
                unsafe poll($0.baseAddress, nfds_t($0.count), milliseconds)
            }
            if count <= 0 { return (false, false) }
            return (polled[0].revents != 0, polled[1].revents != 0)
        }

        /// The events that are there; none when there are none.
        func read() throws(SourceError) -> [FolderEvent] {
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            // Safe: the kernel writes into the array, whose true length is passed.
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 {
                if errno == EAGAIN || errno == EINTR { return [] }
                throw SourceError(path: "inotify", errorNumber: errno)
            }
            return Self.events(in: buffer.prefix(count))
        }

        /// ```
        /// event   folder i32 | mask u32 | cookie u32 | size u32 | name, zeros to its size      little-endian
        /// ```
        static func events(in bytes: ArraySlice<UInt8>) -> [FolderEvent] {
            func number(_ start: Int) -> UInt32 {
                bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
            }
            var events: [FolderEvent] = []
            var start = bytes.startIndex
            while start + 16 <= bytes.endIndex {
                let end = min(start + 16 + Int(number(start + 12)), bytes.endIndex)
                let mask = Int32(bitPattern: number(start + 4))
                events.append(
                    FolderEvent(
                        folder: Int32(bitPattern: number(start)),
                        name: Array(bytes[(start + 16)..<end].prefix { $0 != 0 }),
                        isOverflow: mask & IN_Q_OVERFLOW != 0, isUnmount: mask & IN_UNMOUNT != 0,
                        isEnd: mask & IN_IGNORED != 0, isOfFolder: mask & IN_ISDIR != 0,
                        isRemoval: mask & (IN_DELETE | IN_MOVED_FROM) != 0,
                        isArrival: mask & (IN_CREATE | IN_MOVED_TO) != 0))
                start = end
            }
            return events
        }
    }

    /// A pipe by which a thread, or a handler of signals, wakes one that waits.
    final class WakePipe: Sendable {
        let (reading, writing): (Int32, Int32)

        init() throws(SourceError) {
            var ends: [Int32] = [-1, -1]
            // Safe: the array has room for both ends.
            guard unsafe pipe(&ends) == 0 else { throw SourceError(path: "pipe", errorNumber: errno) }
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
            (reading, writing) = (ends[0], ends[1])
        }

        deinit {
            close(reading)
            close(writing)
        }

        func wake() {
            var byte: UInt8 = 1
            // Safe: the byte outlives the call. A pipe that is full wakes all the same.
            _ = unsafe write(writing, &byte, 1)
        }
    }
#else
    /// Stands where the system has no inotify.
    final class Inotify: Sendable {
        init() throws(SourceError) {
            throw SourceError(
                path: "watch",
                reason: "folders can be watched on Linux only; here, run dossier index from time to time")
        }

        func add(_ path: String) throws(SourceError) -> Int32? { nil }
        func remove(_ folder: Int32) {}
        func wait(orReadable other: Int32, milliseconds: Int32) -> (hasEvents: Bool, isOther: Bool) {
            (false, false)
        }
        func read() throws(SourceError) -> [FolderEvent] { [] }
    }

    /// Of no use without inotify.
    final class WakePipe: Sendable {
        let (reading, writing): (Int32, Int32) = (-1, -1)

        func wake() {}
    }
#endif
