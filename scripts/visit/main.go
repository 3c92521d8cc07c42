// Command visit is the browser of scripts/pictures.sh: a scripted person makes an account on the sign-in pages of a sample
// program, or signs in to it, and the app that waits for the answer goes on.
//
//	visit -outbox DIR -name NAME -address ADDRESS -password PASSWORD [-new] PAGE
//	visit -outbox DIR -address ADDRESS -mail   prints the newest mailed code
//	visit -button SCREEN.png                   prints where the main button is, as x and y
//	visit -serve DIR                           serves a folder on loopback, and prints the address, until it is ended
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/sample/visitor"
)

// patience is how long a mail may take.
const patience = time.Minute

func main() {
	var script visitor.Script
	outbox := flag.String("outbox", "", "folder of the sample program's mails")
	flag.StringVar(&script.Name, "name", "", "of a new person")
	flag.StringVar(&script.Address, "address", "", "of the person's mails")
	flag.StringVar(&script.Password, "password", "", "of the account")
	flag.BoolVar(&script.SignUp, "new", false, "make the account")
	mail := flag.Bool("mail", false, "print the newest mailed code in place of a visit")
	screen := flag.String("button", "", "print where the main button is on a picture of the screen")
	folder := flag.String("serve", "", "serve a folder on loopback")
	flag.Parse()
	if *folder != "" {
		end(serve(*folder))
		return
	}
	if *screen != "" {
		end(printButton(*screen))
		return
	}
	script.Code = func(ctx context.Context, address string) (string, error) { return mailed(ctx, *outbox, address) }
	end(run(script, *mail, flag.Arg(0)))
}

// serve serves the files of a folder until the process is ended.
func serve(folder string) error {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("http://%s\n", listener.Addr())
	server := &http.Server{Handler: http.FileServer(http.Dir(folder)), ReadHeaderTimeout: patience}
	return server.Serve(listener)
}

func end(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "visit:", err)
		os.Exit(1)
	}
}

func run(script visitor.Script, mail bool, page string) error {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	if mail {
		code, err := script.Code(ctx, script.Address)
		fmt.Println(code)
		return err
	}
	seen, err := visitor.New(script, nil).Visit(ctx, page)
	if err == nil && seen.End != visitor.AtApp {
		err = fmt.Errorf("the visit ended at %s on %v: %s", seen.End, seen.Pages, seen.Text)
	}
	fmt.Println(len(seen.Pages), "pages:", seen.Pages)
	return err
}

// mailed waits for a mail with a code and returns the newest one's.
func mailed(ctx context.Context, outbox, address string) (string, error) {
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		names, err := filepath.Glob(filepath.Join(outbox, "*.json"))
		if err != nil {
			return "", err
		}
		slices.Sort(names)
		for _, name := range slices.Backward(names) {
			var mail struct{ To, Code string }
			text, err := os.ReadFile(name)
			if err == nil && json.Unmarshal(text, &mail) == nil && mail.To == address && mail.Code != "" {
				return mail.Code, nil
			}
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return "", errors.New("no mail with a code came to " + address)
		}
	}
}
