// Verifies files of `congressctl audit export` and `audit prove` with public libraries alone: Go's sumdb/note for the
// signed checkpoint, transparency-dev/merkle for the tree. It shares no code with the suite.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
)

func fail(format string, args ...any) {
	fmt.Printf(format+"\n", args...)
	os.Exit(1)
}

func must[T any](value T, err error) T {
	if err != nil {
		fail("%v", err)
	}
	return value
}

func decode(text string) []byte {
	if text == "-" {
		return nil
	}
	return must(base64.StdEncoding.DecodeString(text))
}

// What a leaf hashes: the record's number and its bytes.
func leafOf(sequence uint64, record []byte) []byte {
	data := binary.BigEndian.AppendUint64(nil, sequence)
	return rfc6962.DefaultHasher.HashLeaf(append(data, record...))
}

func main() {
	if len(os.Args) != 3 {
		fail("usage: audit FILE VERIFIER-KEY")
	}
	lines := strings.Split(string(must(os.ReadFile(os.Args[1]))), "\n")
	verifier := must(note.NewVerifier(strings.TrimSpace(os.Args[2])))
	isProof := strings.HasPrefix(lines[0], "congress-audit-proof 1 ")
	separator := "leaves"
	if isProof {
		separator = "leaf"
	}
	begin := 1
	for begin < len(lines) && lines[begin] != separator {
		begin++
	}
	signed := must(note.Open([]byte(strings.Join(lines[1:begin], "\n")+"\n"), note.VerifierList(verifier)))
	head := strings.Split(signed.Text, "\n")
	if head[0] != verifier.Name() {
		fail("the checkpoint is of %s", head[0])
	}
	size := must(strconv.ParseUint(head[1], 10, 64))
	root := decode(head[2])

	tree := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewEmptyRange(0)
	for _, line := range lines[begin+1:] {
		words := strings.Split(line, " ")
		if len(words) != 4 {
			break
		}
		index := must(strconv.ParseUint(words[0], 10, 64))
		sequence := must(strconv.ParseUint(words[1], 10, 64))
		leaf := decode(words[2])
		if words[3] != "withheld" && !bytes.Equal(leafOf(sequence, decode(words[3])), leaf) {
			fail("record %d was altered or removed", sequence)
		}
		if isProof {
			var hashes [][]byte
			for _, hash := range lines[begin+2:] {
				if strings.HasPrefix(hash, "end ") {
					break
				}
				hashes = append(hashes, decode(hash))
			}
			if err := proof.VerifyInclusion(rfc6962.DefaultHasher, index, size, leaf, hashes, root); err != nil {
				fail("%v", err)
			}
			fmt.Printf("record %d is in the log of %s\n", sequence, head[0])
			return
		}
		if index == size {
			break
		}
		if index != tree.End() {
			fail("record %d does not stand in its place", sequence)
		}
		if err := tree.Append(leaf, nil); err != nil {
			fail("%v", err)
		}
	}
	if tree.End() != size {
		fail("the log has %d records, the checkpoint %d", tree.End(), size)
	}
	var reckoned []byte
	if size == 0 {
		empty := sha256.Sum256(nil)
		reckoned = empty[:]
	} else {
		reckoned = must(tree.GetRootHash(nil))
	}
	if !bytes.Equal(reckoned, root) {
		fail("the log does not make the checkpoint's root")
	}
	fmt.Printf("the log of %s is whole: %d records\n", head[0], size)
}
