package main

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/ipc"
	"github.com/programconnect/programconnect/internal/session"
)

type downloadFlags struct {
	session.DownloadOptions
	parallel int
	tries    int
	rate     string
	noWait   bool
}

func newDownload(c *cli) *cobra.Command {
	var f downloadFlags
	cmd := &cobra.Command{Use: "download WHAT...", Short: "Download packages, single files, or any https link",
		Long: `WHAT is PACKAGE, PACKAGE/FILE or an https link (http only to this computer).

A download that was broken off, by Ctrl+C, by a lost network or by the power, goes on where it was: run the same command again, or
pconnect queue resume. A file that is already there and right is not fetched again.`,
		Args: takes(1, -1, "at least one package, PACKAGE/FILE or link"),
		RunE: marked(func(cmd *cobra.Command, args []string) error { return c.download(cmd.Context(), args, f) })}
	flags := cmd.Flags()
	flags.StringVar(&f.Dir, "dir", "", "folder; the one of the settings by default")
	flags.StringVar(&f.SHA256, "sha256", "", "SHA-256 that the file must have")
	flags.StringVar(&f.Name, "name", "", "file name; only for one file")
	flags.IntVar(&f.Connections, "connections", 0, "connections a file, 1 to 16")
	flags.IntVar(&f.parallel, "parallel", 0, "downloads at once, 1 to 16")
	flags.StringVar(&f.rate, "limit-rate", "", "speed limit for all together, e.g. 8M")
	flags.IntVar(&f.tries, "tries", 0, "tries without one byte until it gives up, 1 to 100; 8 by default, about a minute")
	flags.BoolVar(&f.noWait, "no-wait", false, "only put it into the queue")
	return cmd
}

func (f downloadFlags) check(args []string) error {
	if err := session.CheckSHA256(f.SHA256); err != nil {
		return err
	}
	if f.Connections != 0 && (f.Connections < 1 || f.Connections > 16) {
		return usage("connections", "Connections a file can be 1 to 16.")
	}
	if f.parallel != 0 && (f.parallel < 1 || f.parallel > 16) {
		return usage("parallel", "Downloads at once can be 1 to 16.")
	}
	if f.tries < 0 || f.tries > 100 {
		return usage("tries", "Tries can be 1 to 100.")
	}
	if len(args) > 1 && (f.Name != "" || f.SHA256 != "") {
		return usage("name", "A name or a SHA-256 can be given for one file only.")
	}
	for _, what := range args {
		if strings.TrimSpace(what) == "" {
			return usage("what", "An empty name is no package and no link.")
		}
		if strings.Contains(what, "://") {
			if err := session.CheckLink(what); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *cli) download(ctx context.Context, args []string, f downloadFlags) error {
	if err := f.check(args); err != nil {
		return err
	}
	limit, err := int64(0), error(nil)
	if f.rate != "" {
		if limit, err = parseRate(f.rate); err != nil {
			return err
		}
	}
	app, err := c.app(ctx)
	if err != nil {
		return err
	}
	if err := app.Policy().CheckOnce(f.once(limit)); err != nil {
		return err
	}
	specs, err := c.plan(ctx, args, f)
	if err != nil {
		return err
	}
	specs, here, err := c.notHereYet(ctx, specs)
	if err != nil || len(specs) == 0 {
		return errOr(err, func() error { return c.answerHere(here) })
	}
	for i := range specs {
		specs[i].Paused = f.noWait
	}
	var ids []downloads.ID
	err = c.withShared(ctx, func(queue ipc.Queue) error {
		for i := range specs {
			if specs[i].Limit = f.Limit; c.client.Queue() == nil && f.rate != "" {
				specs[i].Limit = limit // of each: the limit of all together is its holder's
			}
		}
		ids, err = queue.Add(ctx, specs...)
		return err
	})
	if err != nil {
		return err
	}
	return c.withShared(ctx, func(queue ipc.Queue) error { // the same entries, whoever holds the queue by now
		if f.noWait {
			return c.answerAdded(queue, ids)
		}
		if err := c.tune(queue, f, limit); err != nil {
			return err
		}
		if err := wakeUp(queue, ids); err != nil {
			return err
		}
		return c.follow(ctx, queue, ids)
	})
}

// once are the settings that the flags ask for in this run alone.
func (f downloadFlags) once(limit int64) map[string]any {
	asked := map[string]any{}
	if f.parallel > 0 {
		asked["parallel"] = f.parallel
	}
	if f.Connections > 0 {
		asked["connections"] = f.Connections
	}
	if f.rate != "" {
		asked["limit_rate"] = limit
	}
	return asked
}

// plan asks for everything that is to be downloaded before anything starts: one wrong name leaves the queue as it was.
func (c *cli) plan(ctx context.Context, args []string, f downloadFlags) ([]downloads.Spec, error) {
	var all []downloads.Spec
	for _, what := range args {
		var specs []downloads.Spec
		var err error
		if strings.Contains(what, "://") {
			specs, err = c.planLink(ctx, what, f)
		} else {
			specs, err = c.planPackage(ctx, what, f)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, specs...)
	}
	return all, nil
}

func (c *cli) planLink(ctx context.Context, link string, f downloadFlags) ([]downloads.Spec, error) {
	app, err := c.app(ctx)
	if err != nil {
		return nil, err
	}
	spec, err := app.LinkSpec(link, f.DownloadOptions)
	return []downloads.Spec{spec}, err
}

func (c *cli) planPackage(ctx context.Context, what string, f downloadFlags) ([]downloads.Spec, error) {
	s, err := c.signedIn(ctx)
	if err != nil {
		return nil, err
	}
	return s.Specs(ctx, what, f.DownloadOptions)
}

// tune sets what holds for this run alone; the settings stay. A queue that another process holds keeps its own ways.
func (c *cli) tune(queue ipc.Queue, f downloadFlags, limit int64) error {
	if c.client.Queue() == nil {
		if f.parallel > 0 || f.tries > 0 {
			line(c.errOut, "The Program Connect that runs already holds the queue and keeps its own downloads at once and tries.")
		}
		return nil
	}
	settings := queue.Snapshot().Settings
	if f.parallel > 0 {
		settings.Parallel = f.parallel
	}
	if f.tries > 0 {
		settings.Tries = f.tries
	}
	if f.rate != "" {
		settings.LimitRate = limit
	}
	return queue.SetSettings(settings)
}

// wakeUp lets entries go on that an earlier run left paused, stopped or waiting: giving the same command again is asking for that.
func wakeUp(queue ipc.Queue, ids []downloads.ID) error {
	snap := queue.Snapshot()
	for _, id := range ids {
		e := snap.Entry(id)
		if e == nil {
			continue
		}
		var err error
		switch e.State {
		case downloads.Paused:
			err = queue.Resume(id)
		case downloads.Stopped, downloads.Waiting, downloads.Retrying:
			err = queue.Retry(id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *cli) answerAdded(queue ipc.Queue, ids []downloads.ID) error {
	entries := entriesOf(queue.Snapshot(), ids)
	return c.answer(map[string]any{"event": "added", "entries": entries}, func(w io.Writer) {
		for _, e := range entries {
			line(w, "%d  %s: in the queue. Start it with pconnect queue resume %d.", e.ID, clean(e.Title), e.ID)
		}
	})
}

func errOr(err error, then func() error) error {
	if err != nil {
		return err
	}
	return then()
}

// waitFault is the fault of an entry that waits for a person: a terminal command does not sit there until somebody comes.
func waitFault(e *downloads.Entry) error {
	if e.Fault != nil {
		return e.Fault
	}
	kinds := map[downloads.Wait]fault.Kind{downloads.WaitSignIn: fault.SignIn, downloads.WaitTerms: fault.Terms, downloads.WaitAccess: fault.Permission,
		downloads.WaitNetwork: fault.Network, downloads.WaitDisk: fault.Disk}
	return &fault.Error{Kind: kinds[e.Wait], Code: "pconnect.waiting", Title: i18n.Verbatim("“" + e.Title + "” waits: " + string(e.Wait) + "."),
		Safe: i18n.Verbatim("What came so far is kept."), Steps: []i18n.Text{i18n.Verbatim("Run pconnect queue resume when that is mended.")}}
}
