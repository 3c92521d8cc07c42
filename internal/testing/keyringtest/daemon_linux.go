package keyringtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	secretsName  = "org.freedesktop.secrets"
	secretsPath  = dbus.ObjectPath("/org/freedesktop/secrets")
	loginPath    = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
	serviceIface = "org.freedesktop.Secret.Service"
)

// busConfig allows everything to the one user who can reach the socket, and starts nothing by itself.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>%s</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
`

func (k *Keyring) startBus() error {
	k.Address = busAddress(k.Dir)
	config := filepath.Join(k.Dir, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, k.Address), 0o600); err != nil {
		return err
	}
	var err error
	if k.bus, err = spawn(k.Dir, "", "dbus-daemon", "--config-file="+config, "--nofork", "--nopidfile"); err != nil {
		return wrap("dbus-daemon did not start", err)
	}
	return k.until(k.bus, "dbus-daemon did not answer", func(*dbus.Conn) bool { return true })
}

// startDaemon starts the keyring and waits until its collection is there, unlocked or locked.
func (k *Keyring) startDaemon(unlocked bool) error {
	if k.bus == nil {
		return errors.New("there is no bus for the keyring")
	}
	args := []string{"--foreground", "--components=secrets", "--control-directory=" + filepath.Join(k.Dir, "run", "keyring")}
	stdin := ""
	if unlocked {
		args, stdin = append(args, "--unlock"), Password
	}
	var err error
	if k.daemon, err = spawn(k.Dir, stdin, "gnome-keyring-daemon", args...); err != nil {
		return wrap("gnome-keyring-daemon did not start", err)
	}
	return k.until(k.daemon, "gnome-keyring-daemon did not answer", func(c *dbus.Conn) bool {
		locked, err := c.Object(secretsName, loginPath).GetProperty("org.freedesktop.Secret.Collection.Locked")
		return err == nil && locked.Value() == !unlocked
	})
}

// until asks again and again, on a connection of its own, until ready says yes or the child has gone.
func (k *Keyring) until(p *process, what string, ready func(*dbus.Conn) bool) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if k.once(ctx, ready) {
			return nil
		}
		select {
		case <-p.done:
			return fmt.Errorf("%s: it ended: %s", what, p.out)
		case <-ctx.Done():
			return fmt.Errorf("%s within %v: %s", what, patience, p.out)
		case <-tick.C:
		}
	}
}

func (k *Keyring) once(ctx context.Context, ready func(*dbus.Conn) bool) bool {
	c, err := dbus.Connect(k.Address, dbus.WithContext(ctx))
	if err != nil {
		return false
	}
	defer func() { _ = c.Close() }()
	return ready(c)
}

// ask makes one call under a deadline.
func (k *Keyring) ask(call func(ctx context.Context, c *dbus.Conn) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c, err := dbus.Connect(k.Address, dbus.WithContext(ctx))
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	return call(ctx, c)
}

// Lock locks the keyring. Its items cannot be read or written until Unlock; asking for them makes a prompt that is
// dismissed at once, since there is no screen to show it on.
func (k *Keyring) Lock() error {
	return wrap("the keyring was not locked", k.ask(func(ctx context.Context, c *dbus.Conn) error {
		var locked []dbus.ObjectPath
		var prompt dbus.ObjectPath
		return c.Object(secretsName, secretsPath).CallWithContext(ctx, serviceIface+".Lock", 0, []dbus.ObjectPath{loginPath}).Store(&locked, &prompt)
	}))
}

// Unlock does what typing the password into the prompt does.
func (k *Keyring) Unlock() error {
	return wrap("the keyring was not unlocked", k.ask(func(ctx context.Context, c *dbus.Conn) error {
		var nothing dbus.Variant
		var session dbus.ObjectPath
		service := c.Object(secretsName, secretsPath)
		if err := service.CallWithContext(ctx, serviceIface+".OpenSession", 0, "plain", dbus.MakeVariant("")).Store(&nothing, &session); err != nil {
			return err
		}
		secret := struct {
			Session           dbus.ObjectPath
			Parameters, Value []byte
			ContentType       string
		}{session, []byte{}, []byte(Password), "text/plain"}
		return service.CallWithContext(ctx, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface.UnlockWithMasterPassword", 0, loginPath, secret).Err
	}))
}

// Items counts what is stored under a service name, so that a test can tell an orphan secret. "" counts all.
func (k *Keyring) Items(service string) (int, error) {
	var found []dbus.ObjectPath
	err := k.ask(func(ctx context.Context, c *dbus.Conn) error {
		attributes := map[string]string{}
		if service != "" {
			attributes["service"] = service
		}
		return c.Object(secretsName, loginPath).CallWithContext(ctx, "org.freedesktop.Secret.Collection.SearchItems", 0, attributes).Store(&found)
	})
	return len(found), wrap("the keyring's items were not counted", err)
}

// Freeze stops the daemon without ending it: every call hangs until Thaw.
func (k *Keyring) Freeze() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.daemon.signal(syscall.SIGSTOP)
}

// Thaw lets the daemon go on.
func (k *Keyring) Thaw() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.daemon.signal(syscall.SIGCONT)
}

// RemoveCollection deletes the login collection: the keyring runs and has nothing to keep items in.
func (k *Keyring) RemoveCollection() error {
	return wrap("the collection was not deleted", k.ask(func(ctx context.Context, c *dbus.Conn) error {
		var prompt dbus.ObjectPath
		return c.Object(secretsName, loginPath).CallWithContext(ctx, "org.freedesktop.Secret.Collection.Delete", 0).Store(&prompt)
	}))
}

// Question makes the keyring's questions wait for an answer, as they do on a screen: without it a question is dismissed at
// once, since nobody shows it. dismiss dismisses the question that waits.
func (k *Keyring) Question() (dismiss func(), err error) {
	c, err := dbus.Connect(k.Address)
	if err != nil {
		return nil, err
	}
	err = errors.Join(c.Export(prompter{}, "/org/gnome/keyring/Prompter", "org.gnome.keyring.internal.Prompter"),
		own(c, "org.gnome.keyring.SystemPrompter"))
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return func() { _ = c.Close() }, nil
}

func own(c *dbus.Conn, name string) error {
	_, err := c.RequestName(name, dbus.NameFlagDoNotQueue)
	return err
}

// prompter takes the keyring's questions and answers none.
type prompter struct{}

// BeginPrompting takes a question.
func (prompter) BeginPrompting(dbus.ObjectPath) *dbus.Error { return nil }

// StopPrompting takes back a question.
func (prompter) StopPrompting(dbus.ObjectPath) *dbus.Error { return nil }
