import Foundation
import Glibc
import ModelFiles
import TestSupport
import Testing

struct MappedFileTests {
    @Test func `nobody can cut a file while it is mapped`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("file")
        try FileBytes.write([1, 2, 3], to: path)
        let file = try MappedFile(path)
        let descriptor = unsafe open(path, O_WRONLY | O_TRUNC | O_NONBLOCK)
        let reason = errno
        if descriptor >= 0 {
            close(descriptor)
            try Test.cancel("this file system gives no leases")
        }
        #expect(reason == EWOULDBLOCK)
        #expect(file.withBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe Array($0) } } == [1, 2, 3])
    }

    @Test func `a file can be written again once the mapping is gone`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("file")
        try FileBytes.write([1, 2, 3], to: path)
        do { #expect(try MappedFile(path).count == 3) }
        let descriptor = unsafe open(path, O_WRONLY | O_TRUNC | O_NONBLOCK)
        #expect(descriptor >= 0)
        close(descriptor)
    }

    @Test func `an empty file is no bytes`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("file")
        try FileBytes.write([], to: path)
        let file = try MappedFile(path)
        #expect(file.withBytes { $0.byteCount } == 0)
    }
}
